import assert from "node:assert/strict";
import type { AuthorizerDefinition } from "../openapi.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send, statusesOf } from "../testing/http.ts";
import {
  accessClaims,
  createKey,
  idClaims,
  issuer,
  poolId,
  signToken,
  signWithPublicKey,
  startJwksServer,
  unsigned,
  type JwksServer,
} from "../testing/tokens.ts";

const key = createKey("k1");
const foreignKey = createKey("k1");
const secondKey = createKey("k2");

const idToken = (claims = {}) => signToken(key, idClaims(claims));

function createApi(authorizer: AuthorizerDefinition = {}) {
  return createModel({
    paths: {
      "/id": { get: lambda({ security: [{ pool: [] }] }) },
      "/id/{id}": { get: lambda({ security: [{ pool: [] }] }) },
      "/scoped": { get: lambda({ security: [{ pool: ["shop/read", "shop/write"] }] }) },
      "/open": { get: lambda() },
    },
    components: cognitoComponents(authorizer),
  });
}

describe("a Cognito authorizer", () => {
  let jwks: JwksServer;
  let gateway: TestGateway;

  beforeEach(async () => {
    jwks = await startJwksServer([key]);
    gateway = await serve(createApi(), {}, { jwksUriOf: () => jwks.uri });
  });
  afterEach(async () => {
    jwks.close();
    await gateway.abort();
  });

  const get = (path: string, ...tokens: string[]) =>
    send(gateway.port, `/dev${path}`, { headers: tokens.flatMap((t) => ["Authorization", t]) });

  const accepted: [title: string, path: string, token: string][] = [
    ["an ID token", "/id", idToken()],
    ["an ID token after Bearer", "/id", `Bearer ${idToken()}`],
    [
      "an access token with one of the scopes",
      "/scoped",
      signToken(key, accessClaims("x shop/read")),
    ],
    ["anything on a public route", "/open", "nonsense"],
  ];
  for (const [title, path, token] of accepted) {
    it(`accepts ${title}`, async () => {
      const response = await get(path, token);

      assert.equal(response.status, 200);
    });
  }

  const hour = 3600;
  const seconds = Math.floor(Date.now() / 1000);
  const refused: [title: string, path: string, token: string][] = [
    ["text that is not a token", "/id", "nonsense"],
    ["an empty header", "/id", ""],
    ["Bearer alone", "/id", "Bearer"],
    ["another scheme", "/id", `Basic ${idToken()}`],
    ["alg none", "/id", unsigned(key, idClaims())],
    ["alg none with the pool's signature", "/id", signToken(key, idClaims(), { alg: "none" })],
    ["HS256 with the public key as secret", "/id", signWithPublicKey(key, idClaims())],
    ["another algorithm in the header", "/id", signToken(key, idClaims(), { alg: "RS512" })],
    ["a foreign key with the pool's kid", "/id", signToken(foreignKey, idClaims())],
    ["a key that the pool does not have", "/id", signToken(secondKey, idClaims())],
    ["no kid", "/id", signToken(key, idClaims(), { kid: undefined })],
    ["a changed payload", "/id", swapPayload(idToken(), idClaims({ sub: "admin" }))],
    ["no signature", "/id", idToken().replace(/[^.]+$/, "")],
    ["another pool's issuer", "/id", idToken({ iss: `${issuer}x` })],
    [
      "an issuer of another region",
      "/id",
      idToken({ iss: issuer.replaceAll("eu-west-1", "us-east-1") }),
    ],
    [
      "the issuer of a replicated pool",
      "/id",
      signToken(
        key,
        idClaims({ iss: `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${poolId}` }),
      ),
    ],
    ["no issuer", "/id", idToken({ iss: undefined })],
    ["no expiry", "/id", idToken({ exp: undefined })],
    ["an expiry that is not a number", "/id", idToken({ exp: "9999999999" })],
    ["a token that is not valid yet", "/id", idToken({ nbf: seconds + hour })],
    [
      "an access token where an ID token is required",
      "/id",
      signToken(key, accessClaims("shop/read")),
    ],
    ["another token_use", "/id", idToken({ token_use: "refresh" })],
    ["no token_use", "/id", idToken({ token_use: undefined })],
    ["an ID token where scopes are required", "/scoped", idToken({ scope: "shop/read" })],
    [
      "an access token without the scopes",
      "/scoped",
      signToken(key, accessClaims("shop/readonly shop")),
    ],
    ["an access token without any scope", "/scoped", idToken({ token_use: "access" })],
  ];
  for (const [title, path, token] of refused) {
    it(`refuses ${title}`, async () => {
      const response = await get(path, token);

      assert.equal(response.status, 401);
      assert.equal(response.text, '{"message":"Unauthorized"}');
      assert.equal(response.headers["x-amzn-errortype"], "UnauthorizedException");
      assert.equal(gateway.events.length, 0);
    });
  }

  it("refuses a request without a token", async () => {
    const response = await get("/id");

    assert.equal(response.status, 401);
    assert.equal(response.text, '{"message":"Unauthorized"}');
  });

  it("refuses a request with two tokens, even if both are good", async () => {
    const token = idToken();

    const response = await get("/id", token, token);

    assert.equal(response.status, 401);
  });

  it("reports that a token has expired", async () => {
    const response = await get("/id", idToken({ exp: seconds - 1 }));

    assert.equal(response.status, 401);
    assert.equal(response.text, '{"message":"The incoming token has expired"}');
  });

  it("does not report the expiry of a forged token", async () => {
    const response = await get("/id", signToken(foreignKey, idClaims({ exp: seconds - 1 })));

    assert.equal(response.text, '{"message":"Unauthorized"}');
  });

  it("requires authorization with any X-HTTP-Method-Override", async () => {
    const headers = ["X-HTTP-Method-Override", "GET"];

    const response = await send(gateway.port, "/dev/id", { method: "POST", headers });

    assert.equal(response.status, 401);
  });

  it("passes the claims to the function as strings", async () => {
    const claims = idClaims({ email_verified: true, "cognito:groups": ["a", "b"], auth_time: 7 });

    await get("/id", signToken(key, claims));

    const received = gateway.events[0]?.requestContext.authorizer?.claims as Record<string, string>;
    assert.equal(received.sub, "user-1");
    assert.equal(received.email_verified, "true");
    assert.equal(received["cognito:groups"], "a,b");
    assert.equal(received.auth_time, "7");
    assert.match(received.exp ?? "", /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
  });

  it("does not accept a cached token on a route that requires another one", async () => {
    const token = idToken();

    const statuses = [
      await get("/id", token),
      await get("/scoped", token),
      await get("/id", token),
    ];

    assert.deepEqual(statusesOf(statuses), [200, 401, 200]);
  });

  it("adds no authorizer to the event of a public route", async () => {
    await get("/open");

    assert.equal("authorizer" in gateway.events[0]!.requestContext, false);
  });

  it("responds with 414 when the path makes the method's ARN longer than 1,600 bytes", async () => {
    const response = await get(`/id/${"x".repeat(1600)}`, idToken());

    assert.equal(response.status, 414);
  });
});

describe("a Cognito authorizer with an identityValidationExpression", () => {
  it("accepts only tokens with a matching audience", async () => {
    const jwks = await startJwksServer([key]);
    const api = createApi({ identityValidationExpression: "client-\\d" });
    const gateway = await serve(api, {}, { jwksUriOf: () => jwks.uri });
    const statusOf = async (path: string, claims: Record<string, unknown>) =>
      (
        await send(gateway.port, `/dev${path}`, {
          headers: ["Authorization", signToken(key, claims)],
        })
      ).status;

    assert.equal(await statusOf("/id", idClaims()), 200);
    assert.equal(await statusOf("/id", idClaims({ aud: "client-11" })), 401);
    assert.equal(await statusOf("/scoped", accessClaims("shop/read")), 401);
    jwks.close();
    await gateway.abort();
  });

  it("ignores an empty expression, and names the authorizer with an invalid one", async () => {
    const jwks = await startJwksServer([key]);
    const options = { jwksUriOf: () => jwks.uri };
    const gateway = await serve(createApi({ identityValidationExpression: "" }), {}, options);
    const headers = ["Authorization", idToken()];

    const { status } = await send(gateway.port, "/dev/id", { headers });

    assert.equal(status, 200);
    await assert.rejects(serve(createApi({ identityValidationExpression: "(" }), {}, options), {
      name: "RestApiDefinitionError",
      message: /authorizer "pool".*identityValidationExpression/,
    });
    jwks.close();
    await gateway.abort();
  });
});

function swapPayload(token: string, claims: Record<string, unknown>): string {
  const [header, , signature] = token.split(".");
  return [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
}
