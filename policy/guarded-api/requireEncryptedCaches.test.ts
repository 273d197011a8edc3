import assert from "node:assert/strict";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEncryptedCaches as rule } from "./requireEncryptedCaches.ts";

const type = "aws:apigateway/methodSettings:MethodSettings";
const property = "settings.cacheDataEncrypted";

testRule(rule, type, {
  compliant: { methodPath: "*/*", settings: { cachingEnabled: true, cacheDataEncrypted: true } },
  passing: {
    "no cache": { settings: { cachingEnabled: false } },
    "no cache setting": { settings: { metricsEnabled: true } },
    "a cache that is not encrypted, but not used": { settings: { cacheDataEncrypted: false } },
  },
  failing: {
    "a cache in plain text": [
      { settings: { cachingEnabled: true, cacheDataEncrypted: false } },
      property,
    ],
    "no value": [{ settings: { cachingEnabled: "true" } }, property],
  },
  undecided: {
    "whether it caches": { settings: { cachingEnabled: unknown } },
    "whether it encrypts": { settings: { cachingEnabled: true, cacheDataEncrypted: unknown } },
  },
});

describe("require-encrypted-caches", () => {
  it("encrypts a cache that is used", () => {
    const inputs = { settings: { cachingEnabled: true } };

    assert.equal(rule.remediate?.(inputs, type), true);
    assert.deepEqual(inputs, { settings: { cachingEnabled: true, cacheDataEncrypted: true } });
    assert.equal(rule.remediate?.(inputs, type), false);
    assert.equal(rule.remediate?.({ settings: {} }, type), false);
  });
});
