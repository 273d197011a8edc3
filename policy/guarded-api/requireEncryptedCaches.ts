import { isObject } from "../model/json.ts";
import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const [caching, encryption] = ["cachingEnabled", "cacheDataEncrypted"];

/** Response caches are encrypted. */
export const requireEncryptedCaches: ResourceRule = {
  name: "require-encrypted-caches",
  description: "Cached responses are encrypted.",
  why: "Cached responses contain callers' data, outside the protection of the services behind the API.",
  fix: "Set cacheDataEncrypted to true, or turn off caching.",
  equivalents: ["CKV_AWS_308", "api-gw-cache-enabled-and-encrypted"],
  types: ["aws:apigateway/methodSettings:MethodSettings"],

  *check(settings): Iterable<Finding> {
    if (!isTrue(settings.valueAt(`settings.${caching}`))) return;
    const property = `settings.${encryption}`;
    const isEncrypted = settings.valueAt(property, false);
    if (isEncrypted === undefined || isTrue(isEncrypted)) return;
    const value = settings.valueAt(property);
    yield { exposed: "Cached responses are stored unencrypted", property, value };
  },

  remediate({ settings }) {
    if (!isObject(settings) || !isTrue(settings[caching]) || isTrue(settings[encryption])) {
      return false;
    }
    settings[encryption] = true;
    return true;
  },
};
