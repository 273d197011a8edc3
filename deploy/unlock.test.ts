import assert from "node:assert/strict";
import { homedir } from "node:os";
import { folderOf } from "./unlock.ts";

describe("the folder of a backend", () => {
  // The addresses of `pulumi login` (pulumi.com/docs/iac/concepts/state-and-backends).
  for (const [url, folder] of [
    ["file:///home/ada/our%20state", "/home/ada/our state"],
    ["file://~", homedir()],
    ["file://~/state", `${homedir()}/state`],
    ["s3://acme-palisade-state", undefined],
    ["https://api.pulumi.com", undefined],
  ] as const) {
    it(`is ${folder ?? "not on this machine"} for ${url}`, () => {
      assert.equal(folderOf(url), folder);
    });
  }
});
