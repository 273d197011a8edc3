import assert from "node:assert/strict";
import fc from "fast-check";
import { addClaims, claimHeaders, type ClaimHeaders, claimsOf } from "./claims.ts";
import type { Claims } from "./event.ts";

function headersOf(claims: Claims): Record<string, string> {
  const headers: Record<string, string> = {};
  addClaims(headers, claims);
  return headers;
}

describe("addClaims", () => {
  it("forwards the claims of an ID token", () => {
    const headers = headersOf({
      sub: "0f1e",
      aud: "client1",
      email: "jane@example.com",
      email_verified: "true",
      "cognito:username": "jane",
      "cognito:groups": "admins,staff",
      token_use: "id",
      tenant: "acme",
      iss: "https://cognito-idp.eu-west-1.amazonaws.com/pool",
    });

    assert.deepEqual(headers, {
      "x-user-sub": "0f1e",
      "x-user-client-id": "client1",
      "x-user-email": "jane@example.com",
      "x-user-email-verified": "true",
      "x-user-username": "jane",
      "x-user-groups": "admins,staff",
      "x-user-token-use": "id",
      "x-user-tenant": "acme",
    });
  });

  it("forwards the claims of an access token", () => {
    const claims = { sub: "0f1e", client_id: "client1", username: "jane", scope: "a/read a/write" };

    assert.deepEqual(headersOf(claims), {
      "x-user-sub": "0f1e",
      "x-user-client-id": "client1",
      "x-user-username": "jane",
      "x-user-scope": "a/read a/write",
    });
  });

  it("forwards no other claims", () => {
    const claims = { sub: "jane", SUB: "mallory", "custom:tenant_id": "7", secret: "x" };

    assert.deepEqual(headersOf(claims), { "x-user-sub": "jane" });
  });

  const own = (claims: Claims, configured: ClaimHeaders) => {
    const headers: Record<string, string> = {};
    addClaims(headers, claims, claimHeaders(configured));
    return headers;
  };

  it("forwards a platform's own claims, in place of the usual ones and in any header", () => {
    const claims = { sub: "0f1e", email: "jane@x.com", "custom:plan": "gold", tenant: "acme" };
    const configured = {
      "x-user-plan": "custom:plan",
      "x-tenant": "tenant",
      "x-user-sub": "custom:plan",
      "x-user-email": false,
    } as const;

    assert.deepEqual(own(claims, configured), {
      "x-user-plan": "gold",
      "x-tenant": "acme",
      "x-user-sub": "gold",
      "x-user-tenant": "acme",
    });
  });

  it("forwards a platform's own claims from our own authorizer", () => {
    const authorizer = { claim_token_use: "id", claim_sub: "0f1e", claim_custom_plan: "gold" };
    const table = claimHeaders({ "x-user-plan": "custom:plan" });

    const claims = claimsOf({ authorizer } as never, table)!;

    assert.equal(claims["custom:plan"], "gold");
    assert.equal(claims["sub"], "0f1e");
  });

  it("takes nothing from prototypes", () => {
    const configured = {
      "x-user-a": "constructor",
      "x-user-b": "__proto__",
      "x-user-c": "toString",
    };
    assert.deepEqual(own({ sub: "1" }, configured), { "x-user-sub": "1" });
  });

  it("encodes any claim of a platform's own as well", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (value, claim) => {
        const encoded = own({ [claim]: value }, { "x-own": claim || false })["x-own"];
        if (claim === "" || claim === "__proto__") return;
        assert.match(encoded!, /^[ -~]*$/);
        assert.equal(decodeURIComponent(encoded!), value);
      }),
    );
  });

  it("keeps printable ASCII except the percent sign", () => {
    assert.equal(headersOf({ email: "a+b@x.com, 50%" })["x-user-email"], "a+b@x.com, 50%25");
  });

  it("encodes spaces at both ends, which a server would strip", () => {
    assert.equal(headersOf({ email: "  a b " })["x-user-email"], "%20%20a b%20");
    assert.equal(headersOf({ email: " " })["x-user-email"], "%20");
  });

  it("joins lists and writes objects as JSON", () => {
    const value = { toString: 1, plan: ["gold"] };

    assert.equal(
      headersOf({ email: ["a", 1, [true, value]] })["x-user-email"],
      'a,1,true,{"toString":1,"plan":["gold"]}',
    );
    assert.equal(headersOf({ email: value })["x-user-email"], '{"toString":1,"plan":["gold"]}');
  });

  it("encodes any claim so that decodeURIComponent restores it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (claim) => {
        const value = headersOf({ email: claim })["x-user-email"]!;
        assert.match(value, /^[ -~]*$/);
        assert.equal(value, value.trim());
        assert.equal(decodeURIComponent(value), claim);
      }),
    );
  });

  it("replaces a lone surrogate, which UTF-8 cannot encode", () => {
    assert.equal(headersOf({ email: "a\ud800b" })["x-user-email"], "a%EF%BF%BDb");
  });
});
