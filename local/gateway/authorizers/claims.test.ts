import assert from "node:assert/strict";
import { stringClaims } from "./claims.ts";

describe("stringClaims", () => {
  const cases: [name: string, value: unknown, text: string][] = [
    ["sub", "a-b", "a-b"],
    ["email_verified", true, "true"],
    ["auth_time", 1_782_937_015, "1782937015"],
    ["exp", 1_782_937_015, "Wed Jul 01 20:16:55 UTC 2026"],
    ["iat", 1_782_937_015, "Wed Jul 01 20:16:55 UTC 2026"],
    ["cognito:groups", ["a", "b"], "a,b"],
    ["cognito:groups", [], ""],
    ["identities", [{ userId: "1" }], '{"userId":"1"}'],
    ["custom:object", { a: 1 }, '{"a":1}'],
  ];
  for (const [name, value, text] of cases) {
    it(`writes ${name} ${JSON.stringify(value)} as ${text}`, () => {
      assert.equal(stringClaims({ [name]: value } as never)[name], text);
    });
  }
});
