import assert from "node:assert/strict";
import { environmentOf } from "../../shared/environment.ts";
import { groupRulesOf } from "./groups.ts";

describe("the rules of groups for tokens", () => {
  const rulesOf = (variables: Record<string, string>) => groupRulesOf(environmentOf(variables));

  it("let only members of one of the required groups in", () => {
    const { check } = rulesOf({ REQUIRED_GROUPS: "staff,partners" });

    check(["staff"]);
    check(["others", "partners"]);
    for (const groups of [[], ["others"], ["Staff"]]) {
      assert.throws(() => check(groups), { name: "Refusal" });
    }
  });

  it("let everybody in if none is required", () => {
    assert.doesNotThrow(() => rulesOf({}).check([]));
  });

  it("add the claims of all groups, of which the first in the definition counts", () => {
    const { claimsOf } = rulesOf({
      CLAIMS_BY_GROUP: JSON.stringify({
        admins: { role: "admin", level: 9 },
        members: { role: "member", plan: { name: "free" } },
      }),
    });

    assert.deepEqual(claimsOf(["members", "admins"]), {
      role: "admin",
      level: 9,
      plan: { name: "free" },
    });
    assert.deepEqual(claimsOf(["members"]), { role: "member", plan: { name: "free" } });
    assert.deepEqual(claimsOf(["constructor"]), {});
    assert.deepEqual(rulesOf({}).claimsOf(["admins"]), {});
  });
});
