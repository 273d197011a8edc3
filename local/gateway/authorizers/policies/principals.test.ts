import assert from "node:assert/strict";
import { user } from "../../testing/signing.ts";
import { compilePrincipal } from "./principals.ts";

describe("compilePrincipal", () => {
  const role = "arn:aws:iam::123456789012:role/service/partner";
  const session = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/s`;
  for (const [principal, userArn, isMeant] of [
    [role, session("partner"), true],
    [role, session("partners"), false],
    [session("partner"), session("partner"), true],
    ["210987654321", session("partner"), false],
  ] as const) {
    it(`${isMeant ? "takes" : "does not take"} ${userArn} for ${principal}`, () => {
      const means = compilePrincipal({ AWS: principal }, "allow", "123456789012");

      assert.equal(means({ ...user.caller, userArn }), isMeant);
    });
  }

  it("takes those of another account for that account", () => {
    const means = compilePrincipal({ AWS: "210987654321" }, "allow", "123456789012");

    assert.equal(means({ ...user.caller, accountId: "210987654321" }), true);
  });
});
