import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { FederatedPool } from "./testing/federatedPool.ts";
import { type Lie, LyingIssuer } from "./testing/lyingIssuer.ts";
import { OidcServer } from "./testing/oidcServer.ts";

const now = Math.floor(Date.now() / 1000);
const others = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** Sources: OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2; OpenID Connect Discovery 1.0, 4.3. */
describe("the response of an OpenID Connect provider", () => {
  const stack = miniStack();
  let issuer: LyingIssuer;
  let pool: FederatedPool;

  before(async () => {
    issuer = await LyingIssuer.start();
    pool = await FederatedPool.create(stack.aws);
    await pool.addProvider("Work", issuer.details, { AttributeMapping: { name: "name" } });
    await pool.addProvider("Insecure", { ...issuer.details, oidc_issuer: "http://192.0.2.1" });
    pool = await pool.withClient(["Work", "Insecure"]);
  });
  after(() => issuer?.close());
  const outcome = async (lie: Lie, provider = "Work") => {
    issuer.lie = lie;
    return pool.begin(provider);
  };

  it("is taken when it is right", async () => {
    assert.ok((await outcome({}))["code"]);
    assert.ok((await outcome({ claims: { aud: ["cognito", "other"], azp: "cognito" } }))["code"]);
  });

  it("takes the ID token's claims before those of userInfo", async () => {
    issuer.lie = { claims: { name: "Ann" }, userInfo: { name: "Other" } };

    assert.equal((await pool.signIn("Work")).id["name"], "Ann");
  });

  const cases: Record<string, Lie> = {
    "signed by another key": { key: others },
    "signed by no key": { header: { alg: "none" } },
    "signed by the public key as a secret": { header: { alg: "HS256" } },
    "with an empty signature": { signature: "" },
    "of a key that is not published": { header: { kid: "other" } },
    "without a key's id": { header: { kid: undefined } },
    "of another issuer": { claims: { iss: "https://evil.example" } },
    "for another client": { claims: { aud: "other" } },
    "for several clients without azp": { claims: { aud: ["cognito", "other"] } },
    "that another client asked for": { claims: { aud: ["cognito", "other"], azp: "other" } },
    "that has expired": { claims: { exp: now - 1 } },
    "that never expires": { claims: { exp: undefined } },
    "of the future": { claims: { iat: now + 3600 } },
    "of another sign-in": { claims: { nonce: "other" } },
    "without a nonce": { claims: { nonce: undefined } },
    "of nobody": { claims: { sub: "" } },
    "with a user who is no text": { claims: { sub: 5 } },
    "of a user whose name would be too long": { claims: { sub: "x".repeat(128) } },
  };
  for (const [title, lie] of Object.entries(cases)) {
    it(`is refused with an ID token ${title}`, async () => {
      const { error, code } = await outcome(lie);

      assert.deepEqual([error, code], ["invalid_request", undefined]);
    });
  }

  const responses: Record<string, Lie> = {
    "userInfo of another user": { userInfo: { sub: "bob" } },
    "a discovery document of another issuer": { discovery: { issuer: "https://evil.example" } },
    "keys without HTTPS on another machine": { discovery: { jwks_uri: "http://192.0.2.1/keys" } },
    "keys in a file": { discovery: { jwks_uri: "file:///etc/passwd" } },
    "no code": { response: { code: "" } },
    "tokens elsewhere": { tokens: { status: 302, headers: { location: "/keys" }, body: "" } },
    "tokens without end": { tokens: { status: 200, body: `"${"x".repeat(2_000_000)}"` } },
    "tokens that are no JSON object": { tokens: { status: 200, body: "[]" } },
    "no ID token": { tokens: { status: 200, body: "{}" } },
  };
  for (const [title, lie] of Object.entries(responses)) {
    it(`is refused with ${title}`, async () => {
      const { error, code } = await outcome(lie);

      assert.deepEqual([error, code], ["invalid_request", undefined]);
    });
  }

  it("leads the browser only to HTTPS or this machine", async () => {
    const { error } = await outcome({}, "Insecure");

    assert.equal(error, "invalid_request");
  });

  it("is not taken for another provider's, which would learn the code", async () => {
    const honest = await OidcServer.start(`${stack.aws.url}/oauth2/idpresponse`);
    issuer.exchanges = 0;

    const { error, error_description: text } = await outcome({
      lead: (query) => {
        const mixed = { ...Object.fromEntries(query), client_id: honest.clientId };
        return `${honest.issuer}/auth?${new URLSearchParams(mixed)}`;
      },
    });

    await honest.close();
    assert.equal(error, "invalid_request");
    assert.match(text!, /of another provider/);
    assert.equal(issuer.exchanges, 0);
  });

  it("tells the app why the provider has refused", async () => {
    const { error, error_description: text } = await outcome({
      response: { error: "access_denied", error_description: "Not assigned." },
    });

    assert.deepEqual([error, text], ["access_denied", "Not assigned."]);
  });
});
