import assert from "node:assert/strict";
import { user } from "../../testing/signing.ts";
import { compilePrincipal } from "./principals.ts";

describe("compilePrincipal", () => {
  const role = "arn:aws:iam::123456789012:role/service/partner";
  const session = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/s`;
  for (const [principal, userArn, matches] of [
    [role, session("partner"), true],
    [role, session("partners"), false],
    [session("partner"), session("partner"), true],
    ["210987654321", session("partner"), false],
  ] as const) {
    it(`${principal} ${matches ? "matches" : "does not match"} ${userArn}`, () => {
      const isPrincipal = compilePrincipal({ AWS: principal }, "allow", "123456789012");

      assert.equal(isPrincipal({ ...user.caller, userArn }), matches);
    });
  }

  it("matches callers of another account by its id", () => {
    const isPrincipal = compilePrincipal({ AWS: "210987654321" }, "allow", "123456789012");

    assert.equal(isPrincipal({ ...user.caller, accountId: "210987654321" }), true);
  });
});
