import assert from "node:assert/strict";
import { budgetKey } from "./budgetKey.ts";

const nobody = (userName: string) =>
  budgetKey({ userName, request: { userAttributes: {}, userNotFound: true } });

describe("budgetKey", () => {
  it("is the user's sub, whatever they call themselves", () => {
    for (const userName of ["jane@example.com", "Jane@example.com", "0f1e"]) {
      const key = budgetKey({ userName, request: { userAttributes: { sub: "0f1e" } } });
      assert.equal(key, "user#0f1e");
    }
  });

  it("is the same for the same unknown name, and one of 256 for all of them", () => {
    assert.equal(nobody("mallory@example.com"), nobody("mallory@example.com"));
    const keys = new Set(Array.from({ length: 5_000 }, (_, index) => nobody(`m${index}`)));
    assert.equal(keys.size, 256);
  });

  it("is no user's for a name that is made to look like one", () => {
    assert.match(nobody("user#0f1e"), /^nobody#\d+$/);
  });
});
