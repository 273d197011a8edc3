import assert from "node:assert/strict";
import fc from "fast-check";
import { addClaims, claimHeaders } from "./claims.ts";
import type { Claims } from "./event.ts";

function headersOf(claims: Claims, forwardedClaims: string[] = []): Record<string, string> {
  const headers: Record<string, string> = {};
  addClaims(headers, claims, claimHeaders(forwardedClaims));
  return headers;
}

describe("addClaims", () => {
  it("tells who an ID token is about", () => {
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

  it("tells who an access token is about", () => {
    const claims = { sub: "0f1e", client_id: "client1", username: "jane", scope: "a/read a/write" };

    assert.deepEqual(headersOf(claims), {
      "x-user-sub": "0f1e",
      "x-user-client-id": "client1",
      "x-user-username": "jane",
      "x-user-scope": "a/read a/write",
    });
  });

  it("forwards further claims under names made of theirs", () => {
    const claims = { "custom:tenant_id": "7", "https://example.com/role": "admin", secret: "x" };

    assert.deepEqual(
      headersOf(claims, ["custom:tenant_id", "https://example.com/role", "absent"]),
      {
        "x-user-custom-tenant-id": "7",
        "x-user-https---example-com-role": "admin",
      },
    );
  });

  it("lets no further claim take the place of a standard one", () => {
    assert.deepEqual(headersOf({ sub: "jane", SUB: "mallory" }, ["SUB"]), { "x-user-sub": "jane" });
  });

  it("keeps printable ASCII as it is but for the percent sign", () => {
    assert.equal(headersOf({ email: "a+b@x.com, 50%" })["x-user-email"], "a+b@x.com, 50%25");
  });

  it("makes any claim a header value that decodeURIComponent gives back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (claim) => {
        const value = headersOf({ email: claim })["x-user-email"]!;
        assert.match(value, /^[ -~]*$/);
        assert.equal(decodeURIComponent(value), claim);
      }),
    );
  });

  it("replaces half a surrogate pair, which has no UTF-8", () => {
    assert.equal(headersOf({ email: "a\ud800b" })["x-user-email"], "a%EF%BF%BDb");
  });
});
