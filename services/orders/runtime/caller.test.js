// @ts-check
import assert from "node:assert/strict";
import { callerOf } from "./caller.js";

describe("the caller", () => {
  it("is read from the headers of the platform's proxy", () => {
    const caller = callerOf({
      "x-user-sub": "5f2c",
      "x-user-email": "ann@example.com",
      "x-user-username": "ann",
      "x-user-groups": "admins, buyers",
      "x-user-scope": "orders/read orders/write",
      "x-user-client-id": "1h57",
      "user-agent": "curl",
    });
    assert.deepEqual(caller, {
      sub: "5f2c",
      email: "ann@example.com",
      username: "ann",
      groups: ["admins", "buyers"],
      scope: "orders/read orders/write",
      clientId: "1h57",
    });
  });

  it("has any characters, which headers carry percent-encoded", () => {
    const headers = {
      "x-user-email": "j%C3%B6rg%25+1@example.com",
      "x-user-groups": "k%C3%BCche,b%20",
    };
    const { email, groups } = callerOf(headers);
    assert.equal(email, "jörg%+1@example.com");
    assert.deepEqual(groups, ["küche", "b "]);
    for (const sub of ["50%", "%zz", "%C3"]) {
      assert.throws(() => callerOf({ "x-user-sub": sub }), { name: "HttpError", status: 400 });
    }
  });

  it("is empty if the headers are missing or empty", () => {
    assert.equal(JSON.stringify(callerOf({ "x-user-sub": "", "x-user-groups": "" })), "{}");
  });
});
