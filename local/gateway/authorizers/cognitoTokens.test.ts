import assert from "node:assert/strict";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import {
  accessClaims,
  createKey,
  idClaims,
  issuer,
  type JwksServer,
  signParts,
  signToken,
  startJwksServer,
} from "../testing/tokens.ts";

const key = createKey("k1");
const attackers = createKey("k9");
const now = Math.floor(Date.now() / 1000);
const jwk = { ...attackers.publicKey.export({ format: "jwk" }), kid: "k9" };

const encode = (text: string): string => Buffer.from(text).toString("base64url");
const json = (value: unknown): string => encode(JSON.stringify(value));
const header = json({ alg: "RS256", kid: "k1" });
const claims = JSON.stringify(idClaims());
const good = signToken(key, idClaims());
const [, , signature = ""] = good.split(".");

/** An ID token of the pool with changes to its header or claims. */
const withHeader = (changes: object) => signToken(key, idClaims(), { ...changes });
const withClaims = (changes: object) => signToken(key, idClaims({ ...changes }));
const access = (changes: object) => signToken(key, { ...accessClaims("shop/read"), ...changes });

type Case = [title: string, token: string, status: 200 | 401];

/** Of the pool, so they are valid, whatever else they say. */
const idTokens: Case[] = [
  ["the type JWT", withHeader({ typ: "JWT" }), 200],
  [
    "keys of its own, which are not used",
    withHeader({ jwk, jku: "http://127.0.0.1:9/", x5u: "x", x5c: ["x"] }),
    200,
  ],
  ["an empty list of critical extensions", withHeader({ crit: [] }), 401],
  ["a critical extension", withHeader({ crit: ["urn:example"], "urn:example": true }), 401],
  ["a critical name that is registered", withHeader({ crit: ["alg"] }), 401],
  ["critical extensions of another type", withHeader({ crit: null }), 401],
  ["an unencoded payload", withHeader({ b64: false, crit: ["b64"] }), 401],
  ["an unencoded payload that is not critical", withHeader({ b64: false }), 401],
  ["the algorithm in lower case", withHeader({ alg: "rs256" }), 401],
  ["the algorithm None", withHeader({ alg: "None" }), 401],
  ["the algorithm PS256", withHeader({ alg: "PS256" }), 401],
  ["an empty algorithm", withHeader({ alg: "" }), 401],
  ["no algorithm", withHeader({ alg: undefined }), 401],
  ["an algorithm that is a list", withHeader({ alg: ["RS256"] }), 401],
  ["a kid that is a path", withHeader({ kid: "../../etc/passwd" }), 401],
  ["a kid that is a query", withHeader({ kid: "k1' OR '1'='1" }), 401],
  ["an empty kid", withHeader({ kid: "" }), 401],
  ["a kid that is a number", withHeader({ kid: 1 }), 401],
  ["a kid of Object's members", withHeader({ kid: "__proto__" }), 401],
  ["the attacker's key in its header", signToken(attackers, idClaims(), { jwk }), 401],
  [
    "the attacker's key in its header under the pool's kid",
    signToken(attackers, idClaims(), { kid: "k1", jwk: { ...jwk, kid: "k1" } }),
    401,
  ],

  ["an expiry with a fraction", withClaims({ exp: now + 3600.5 }), 200],
  ["an expiry that is now", withClaims({ exp: now - 0.001 }), 401],
  ["an expiry before 1970", withClaims({ exp: -1 }), 401],
  ["an expiry of null", withClaims({ exp: null }), 401],
  ["an expiry that is true", withClaims({ exp: true }), 401],
  ["a beginning in the past", withClaims({ nbf: now - 60 }), 200],
  ["a beginning that is a text", withClaims({ nbf: "0" }), 401],
  ["a time of issue that is a text", withClaims({ iat: "now" }), 401],
  ["an issuer that ends in a slash", withClaims({ iss: `${issuer}/` }), 401],
  ["an issuer in upper case", withClaims({ iss: issuer.toUpperCase() }), 401],
  ["an issuer over HTTP", withClaims({ iss: issuer.replace("https", "http") }), 401],
  ["issuers in a list", withClaims({ iss: [issuer] }), 401],
  ["several audiences", withClaims({ aud: ["client-1", "client-2"] }), 200],
  ["a token_use of another case", withClaims({ token_use: "ID" }), 401],
  ["a token_use in a list", withClaims({ token_use: ["id"] }), 401],
  ["a sub that is an object", withClaims({ sub: { toString: "admin" } }), 401],
  [
    "claims named as Object's members",
    signParts(
      key,
      header,
      encode(claims.replace("{", '{"__proto__":{"token_use":"id"},"constructor":1,')),
    ),
    200,
  ],
  [
    "a token_use by prototype alone",
    signParts(
      key,
      header,
      encode(claims.replace('"token_use":"id"', '"__proto__":{"token_use":"id"}')),
    ),
    401,
  ],

  [
    "white space in its JSON",
    signParts(key, encode('{ "alg":"RS256",\n"kid":"k1" }'), encode(` ${claims}\n`)),
    200,
  ],
  ["a header that is a list", signParts(key, json(["RS256"]), json(idClaims())), 401],
  ["a payload that is a list", signParts(key, header, json([idClaims()])), 401],
  ["a payload that is no JSON", signParts(key, header, encode(claims.slice(1))), 401],
  ["a payload that is empty", signParts(key, header, ""), 401],
  [
    "a byte order mark",
    signParts(key, encode(`\uFEFF{"alg":"RS256","kid":"k1"}`), encode(claims)),
    401,
  ],
  [
    "base64 with + and /",
    signParts(key, header, Buffer.from('{"a":"\u00ff\u00fe?>"}').toString("base64")),
    401,
  ],
  ["white space inside", good.replace(".", ". "), 401],
  ["white space before it", ` ${good}`, 200],
  ["two parts", good.slice(0, good.lastIndexOf(".")), 401],
  ["four parts", `${good}.${signature}`, 401],
  ["five parts, as if it were encrypted", `${good}.${signature}.${signature}`, 401],
  ["an encrypted token's header", withHeader({ alg: "RSA-OAEP", enc: "A256GCM" }), 401],
  ["a shortened signature", good.slice(0, -4), 401],
  [
    "another token's signature",
    `${signToken(key, idClaims({ sub: "other" })).replace(/[^.]+$/, "")}${signature}`,
    401,
  ],
  [
    "JSON serialization",
    JSON.stringify({ payload: encode(claims), protected: header, signature }),
    401,
  ],

  ["BEARER", `BEARER ${good}`, 200],
  ["Bearer and two spaces", `Bearer  ${good}`, 401],
  ["Bearer and a tab", `Bearer\t${good}`, 401],
  ["Bearer twice", `Bearer Bearer ${good}`, 401],
  ["Bearer without a space", `Bearer${good}`, 401],
  ["a second token after a comma", `Bearer ${good}, Bearer ${good}`, 401],
  ["the scheme JWT", `JWT ${good}`, 401],
  ["quotes", `"${good}"`, 401],
];

const accessTokens: Case[] = [
  ["one of the scopes among others", access({ scope: "a shop/read b" }), 200],
  ["the scope twice", access({ scope: "shop/read shop/read" }), 200],
  ["the scope in upper case", access({ scope: "SHOP/READ" }), 401],
  ["the scope after a tab", access({ scope: "a\tshop/read" }), 401],
  ["the scope after a comma", access({ scope: "a,shop/read" }), 401],
  ["a wildcard", access({ scope: "shop/*" }), 401],
  ["scopes in a list", access({ scope: ["shop/read"] }), 401],
  ["an empty scope", access({ scope: "" }), 401],
  ["the scope in scp", access({ scope: undefined, scp: "shop/read" }), 401],
  ["both scopes of the route as one", access({ scope: "shop/read,shop/write" }), 401],
  ["a critical extension", signToken(key, accessClaims("shop/read"), { crit: ["x"] }), 401],
];

/**
 * Tokens that attackers send, or that strict verifiers refuse. How API Gateway judges the valid ones among
 * them is not documented; `Bearer ` and its case are reports of callers.
 */
describe("a Cognito authorizer, and tokens of every kind", () => {
  let jwks: JwksServer;
  let gateway: TestGateway;
  before(async () => {
    jwks = await startJwksServer([key]);
    const paths = {
      "/id": { get: lambda({ security: [{ pool: [] }] }) },
      "/scoped": { get: lambda({ security: [{ pool: ["shop/read", "shop/write"] }] }) },
    };
    const model = createModel({ paths, components: cognitoComponents() });
    gateway = await serve(model, undefined, { jwksUriOf: () => jwks.uri });
  });
  after(async () => {
    jwks.close();
    await gateway.abort();
  });

  for (const [path, other, cases] of [
    ["/id", "/scoped", idTokens],
    ["/scoped", "/id", accessTokens],
  ] as const) {
    for (const [title, token, status] of cases) {
      it(`${path} with ${title}: ${status}`, async () => {
        const called = gateway.events.length;
        const call = (to: string) =>
          send(gateway.port, `/dev${to}`, { headers: ["Authorization", token] });

        const response = await call(path);

        assert.equal(response.status, status, response.text);
        assert.equal(gateway.events.length, called + (status === 200 ? 1 : 0));
        assert.equal((await call(other)).status, 401, "on a route for the other kind of token");
      });
    }
  }

  it("refuses a token beyond the limit of a request's headers", async () => {
    const { status } = await send(gateway.port, "/dev/id", {
      headers: ["Authorization", withClaims({ padding: "x".repeat(20_480) })],
    });

    assert.equal(status, 431);
  });

  it("does not let a claim change the shape of the function's event", async () => {
    await send(gateway.port, "/dev/id", {
      headers: [
        "Authorization",
        withClaims({ scopes: ["a"], nested: { a: [1, null] }, none: null, big: 1e21 }),
      ],
    });

    const { claims: received } = gateway.events.at(-1)!.requestContext.authorizer! as {
      claims: Record<string, unknown>;
    };
    assert.ok(Object.values(received).every((value) => typeof value === "string"));
  });
});
