import assert from "node:assert/strict";
import { checkConfig } from "./config.ts";

const valid = {
  "aws:region": "eu-west-1",
  "palisade:environment": "dev",
  "palisade:homeRegion": "us-east-1",
  "palisade:zones": '["eu-west-1a","eu-west-1b"]',
};

const faultsOf = (changes: Record<string, string>) =>
  checkConfig("dev-eu-west-1", { ...valid, ...changes }).map((fault) =>
    fault.replace("stacks/Pulumi.dev-eu-west-1.yaml: ", ""),
  );

// Whether the platform has these services, functions and routes is checked by its program.
describe("sizes and failures in a stack's config", () => {
  it("may be of any service, function or route", () => {
    const faults = faultsOf({
      "palisade:services": '{"orders":{"cpu":1024,"memoryMb":2048,"proxy":{"memoryMb":512}}}',
      "palisade:functions": '{"report":{"memoryMb":1024}}',
      "palisade:faults": '{"orders":{"errorShare":0.1},"GET /orders":false}',
    });

    assert.deepEqual(faults, []);
  });

  for (const [key, value, fault] of [
    [
      "faults",
      '{"GET /orders":{"errorShare":"0.1"}}',
      'palisade:faults["GET /orders"].errorShare is "0.1"; allowed: a number from 0 to 1. pulumi config set writes a number with --type float.',
    ],
    ["faults", '{"orders":true}', /^palisade:faults\.orders is true; allowed: an object with lat/],
    ["faults", '{"orders":{"errors":1}}', /^unknown option "palisade:faults\.orders\.errors"/],
    [
      "services",
      '{"orders":{"cpu":300}}',
      /^palisade:services\.orders\.cpu is 300; allowed: 256, /,
    ],
    ["services", '{"orders":{"memory":512}}', /Did you mean "memoryMb"\?$/],
    ["functions", '{"report":{"entry":"a.ts"}}', /^unknown option "palisade:functions\.report\.en/],
  ] as const) {
    it(`refuses ${key} ${value}`, () => {
      const faults = faultsOf({ [`palisade:${key}`]: value });

      assert.equal(faults.length, 1);
      if (typeof fault === "string") assert.equal(faults[0], fault);
      else assert.match(faults[0]!, fault);
    });
  }
});
