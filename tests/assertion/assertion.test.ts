import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import type { JwksCache } from "aws-jwt-verify/jwk";
import fc from "fast-check";
import { createAssertionCheck } from "../../services/orders/runtime/assertion.js";
import { type AssertedCall, createAssertions } from "../../functions/proxy/assertion/assertion.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "ES256" };
const jwks = { keys: [jwk] };

/** A key as KMS has it: it returns DER. `delayed` holds the next signatures back. */
function testKey() {
  const key = {
    signatures: 0,
    fails: false,
    signWithKey: async (message: string) => {
      if (key.fails) throw new Error("KMS is gone");
      key.signatures++;
      return sign("sha256", Buffer.from(message), privateKey);
    },
  };
  return key;
}

const start = 1_800_000_000_000;
const call: AssertedCall = { method: "GET", path: "/orders", user: { "x-user-sub": "jane" } };

function assertionsOf(key = testKey()) {
  const clock = { now: start };
  const now = () => clock.now;
  const { signWithKey } = key;
  const assertion = createAssertions({ service: "orders", keyId: "1", signWithKey, now });
  const verify = createAssertionCheck({ jwks: JSON.stringify(jwks), service: "orders", now });
  return { key, clock, assertion, verify };
}

const requestOf = ({ method, path }: AssertedCall, assertion: string) => ({
  method,
  url: path,
  headers: { "x-user-assertion": assertion },
});

/** Verifies with another library. It looks a key up in a set by `kid`; a single key it takes as it is. */
async function verifiedByLibrary(token: string, key: object): Promise<object> {
  const kid = decodedHeader(token)["kid"] ?? "own";
  const jwksUri = "https://example.com/jwks.json";
  const getJwk = async () => ({ ...key, kid, kty: "EC", use: "sig", alg: "ES256" });
  const jwksCache = { getJwk } as unknown as JwksCache;
  const verifier = JwtVerifier.create(
    { issuer: "palisade-proxy", audience: "orders", jwksUri },
    { jwksCache },
  );
  return verifier.verify(token);
}

const decodedHeader = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString()) as Record<string, string>;

describe("createAssertions", () => {
  it("makes assertions that services accept, for any caller and path", async () => {
    const { assertion, verify } = assertionsOf();
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.string({ unit: "binary" })),
        fc.webPath(),
        async (user, path) => {
          const each = { method: "POST", path, user };
          const headers = verify(requestOf(each, await assertion(each, 1_000)));
          assert.deepEqual({ ...headers }, { ...user });
        },
      ),
    );
  });

  it("makes assertions that another library accepts", async () => {
    const clock = { now: Date.now() };
    const { signWithKey } = testKey();
    const now = () => clock.now;
    const assertion = createAssertions({ service: "orders", keyId: "1", signWithKey, now });
    const token = await assertion(call, 1_000);
    const statement = await verifiedByLibrary(decodedHeader(token)["delegation"]!, jwk);
    const { cnf } = statement as { cnf: { jwk: object } };
    const payload = await verifiedByLibrary(token, cnf.jwk);

    const iat = Math.floor(clock.now / 1000);
    assert.deepEqual(
      { ...payload },
      {
        ...{ iss: "palisade-proxy", aud: "orders", sub: "jane", iat, exp: iat + 60 },
        ...{ htm: "GET", htu: "/orders", user: { "x-user-sub": "jane" } },
      },
    );
  });

  it("asks KMS once for many calls, and again before an hour is over", async () => {
    const { key, clock, assertion, verify } = assertionsOf();
    for (let i = 0; i < 100; i++) await assertion({ ...call, path: `/orders/${i}` }, 1_000);
    assert.equal(key.signatures, 1);

    clock.now += 2_700_000;
    verify(requestOf(call, await assertion(call, 1_000)));
    assert.equal(key.signatures, 2);
  });

  it("asks KMS once for calls at the same time", async () => {
    const { key, assertion } = assertionsOf();
    await Promise.all([assertion(call, 1_000), assertion(call, 1_000)]);
    assert.equal(key.signatures, 1);
  });

  it("works on without KMS until its key's hour is over, then refuses, and recovers", async () => {
    const { key, clock, assertion, verify } = assertionsOf();
    await assertion(call, 1_000);
    key.fails = true;
    clock.now += 3_500_000;
    verify(requestOf(call, await assertion(call, 1_000)));
    // An assertion of this time would outlive the key.
    clock.now += 40_001;
    await assert.rejects(assertion(call, 1_000), { message: "KMS is gone" });

    key.fails = false;
    verify(requestOf(call, await assertion(call, 1_000)));
  });

  it("has no subject for a call without a caller", async () => {
    const { assertion, verify } = assertionsOf();
    const anonymous = { ...call, user: {} };
    const token = await assertion(anonymous, 1_000);
    assert.deepEqual(verify(requestOf(anonymous, token)), {});
    assert.ok(!Buffer.from(token.split(".")[1]!, "base64url").toString().includes('"sub"'));
  });
});
