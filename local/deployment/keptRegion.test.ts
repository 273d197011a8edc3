import assert from "node:assert/strict";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { KeptRegion } from "./keptRegion.ts";

describe("the kept stacks of a region", () => {
  const read = (evaluation: unknown) => {
    const kept = { evaluation };
    const aws = { region: "eu-west-1", accountId: "1", url: "http://127.0.0.1:2", kept };
    const endpoint = aws as unknown as AwsEndpoint;
    return new KeptRegion(endpoint, new Map([["eu-west-1", endpoint]]), () => {});
  };
  const document = { version: 1, accountId: "1", urls: {}, stacks: {} };

  for (const [title, evaluation, reason] of [
    ["of another version", { ...document, version: 2 }, /another version of the platform/],
    ["without stacks", { ...document, stacks: undefined }, /another version of the platform/],
    ["of another account", { ...document, accountId: "7" }, /belongs to the account 7/],
  ] as const) {
    it(`stop the start ${title}, so that nothing overwrites them`, () => {
      assert.throws(() => read(evaluation), { name: "KeptDataError", message: reason });
      assert.throws(() => read(evaluation), /eu-west-1 .*npm start -- --fresh/);
    });
  }

  it("are used as they were written, and there may be none", () => {
    const stack = { resources: [] };

    const { earlier } = read({ ...document, stacks: { "local-eu": stack } }).stack("local-eu");

    assert.deepEqual(earlier, stack);
    assert.equal(read(undefined).stack("local-eu").isRestart, false);
  });
});
