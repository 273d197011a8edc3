import assert from "node:assert/strict";
import { scopesOf } from "./scopes.ts";

const byGroup = { admins: ["orders/read", "orders/write"], readers: ["orders/read"] };

describe("the scopes of groups", () => {
  const cases: [groups: string[], scopes: string[]][] = [
    [[], []],
    [["readers"], ["orders/read"]],
    [
      ["readers", "admins"],
      ["orders/read", "orders/write"],
    ],
    [["others", "constructor", "__proto__"], []],
  ];
  for (const [groups, scopes] of cases) {
    it(`are ${scopes.join(" ") || "none"} for ${groups.join(" and ") || "no group"}`, () => {
      assert.deepEqual(scopesOf(groups, byGroup), scopes);
    });
  }
});
