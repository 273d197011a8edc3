import assert from "node:assert/strict";
import { environmentOf } from "../../shared/environment.ts";
import { attributeCheckOf } from "./providerAttributes.ts";

describe("attributes that only providers write", () => {
  const check = attributeCheckOf(environmentOf({ PROVIDER_ATTRIBUTES: "given_name,custom:team" }));
  const email = "jane@example.com";

  for (const [name, value] of [
    ["custom:team", "admins"],
    ["given_name", "Jane"],
    ["custom:team", ""],
  ] as const) {
    it(`refuse a sign-up with ${name}: "${value}"`, () => {
      assert.throws(() => check({ email, [name]: value }), {
        name: "ProviderAttributeError",
        message: `Nobody can sign up with the attribute ${name}.`,
      });
    });
  }

  it("let users sign up with others", () => {
    check({ email, "custom:Team": "x", name: "Jane" });
    attributeCheckOf(environmentOf({}))({ email, "custom:team": "x" });
  });
});
