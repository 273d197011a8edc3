import assert from "node:assert/strict";
import { requireFixedUsers } from "./fixedUsers.ts";
import type { Operation } from "./operations.ts";

const stack = (more: Partial<Operation>) => ({
  name: "prod-us-east-1",
  plan: {
    operations: [
      {
        ...{ kind: "update", urn: "urn", type: "aws:cognito/userPool:UserPool", name: "users" },
        inputs: {},
        ...more,
      } as Operation,
    ],
  },
});
const department = { name: "department", constraints: { minLength: "0", maxLength: "64" } };

describe("a deployed user pool", () => {
  it("is not replaced", () => {
    const inputs = { usernameAttributes: { before: ["email"], after: ["phone_number"] } };

    assert.throws(() => requireFixedUsers([stack({ kind: "replace", inputs })]), {
      name: "FixedUsersError",
      message: /prod-us-east-1: signIn would replace the pool\nUndo the change in identity/,
    });
  });

  for (const [what, after] of [
    ["removed", []],
    ["changed", [{ ...department, constraints: { minLength: "0", maxLength: "65" } }]],
  ] as const) {
    it(`keeps an attribute that would be ${what}`, () => {
      const inputs = { schemas: { before: [department], after } };

      assert.throws(
        () => requireFixedUsers([stack({ inputs })]),
        /the attribute "department" would be changed or removed/,
      );
    });
  }

  it("gets further attributes, in any order", () => {
    const same = { constraints: { maxLength: "64", minLength: "0" }, name: "department" };
    const inputs = { schemas: { before: [department], after: [{ name: "level" }, same] } };

    requireFixedUsers([stack({ inputs }), stack({ kind: "create", inputs })]);
  });
});
