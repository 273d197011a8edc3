import assert from "node:assert/strict";
import { checkConfig } from "./config.ts";

describe("secrets of identity providers in a stack's config", () => {
  for (const given of ["GOCSPX-value", '["GOCSPX-value"]', '{"google":{"GOCSPX-value":1}}']) {
    it(`are not repeated by the error of ${given}`, () => {
      const faults = checkConfig("dev-eu-west-1", {
        "aws:region": "eu-west-1",
        "palisade:environment": "dev",
        "palisade:homeRegion": "eu-west-1",
        "palisade:zones": '["eu-west-1a","eu-west-1b"]',
        "palisade:identitySecrets": given,
      });

      assert.equal(faults.length, 1);
      assert.match(faults[0]!, /palisade:identitySecrets\S* is (of type \w+|a list); allowed: /);
      assert.doesNotMatch(faults[0]!, /GOCSPX/);
    });
  }
});
