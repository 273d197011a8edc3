import assert from "node:assert/strict";
import { FetchError } from "aws-jwt-verify/error";
import { documentIn, recordApi } from "../../components/api/testing/recordApi.ts";
import { from, lambdaProxy, mock } from "../../components/api/index.ts";
import { createAuthorizer } from "../../functions/authorizers/userPool/authorizer.ts";
import { readSettings } from "../../functions/authorizers/userPool/settings.ts";
import { createVerifier } from "../../functions/authorizers/userPool/verifier.ts";
import type { ProxyEvent } from "../../functions/proxy/event.ts";
import { testRequest } from "../../functions/testing/proxyCall.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import {
  createModel,
  functionArn,
  serve,
  type TestGateway,
} from "../../local/gateway/testing/gateway.ts";
import { send } from "../../local/gateway/testing/http.ts";
import {
  createKey,
  idClaims,
  issuer,
  type JwksServer,
  poolArn,
  signToken,
  signWithPublicKey,
  startJwksServer,
  unsigned,
} from "../../local/gateway/testing/tokens.ts";
import { accessToken, idToken, poolKey } from "./conformance/tokens.ts";

const updatedIssuer = issuer.replace("https://", "https://issuer-");
const now = Math.floor(Date.now() / 1000);

const routes = {
  "GET /me": lambdaProxy("orders"),
  "GET /orders/{id}": lambdaProxy("orders", { scopes: ["orders/read"] }),
  "POST /orders/{id}": lambdaProxy("orders", { scopes: ["orders/write", "orders/admin"] }),
  "ANY /files/{path+}": lambdaProxy("orders", { scopes: ["files/all"] }),
  "GET /files/{path+}": lambdaProxy("orders"),
  "GET /claims": mock({
    body: { sub: from.claim("sub"), tenant: from.claim("custom:tenant"), none: from.claim("no") },
    headers: { "X-Use": "a" },
  }),
  "GET /open": lambdaProxy("orders", { auth: "none" }),
};

/** Headers that differ by the request, or by the time. */
const ids = /^(date|x-amzn-requestid|x-amz-apigw-id|x-amzn-trace-id|x-correlation-id)$/;

describe("the function for a user pool's tokens", () => {
  let jwks: JwksServer;
  /** API Gateway's own authorizer, and our function in its place. */
  let cognito: TestGateway;
  let ours: TestGateway;
  let authorizations = 0;

  before(async () => {
    jwks = await startJwksServer([poolKey]);
    const document = async (issuers?: string[]) => {
      const proxies = { orders: { functionName: "proxy", functionArn } };
      const recorded = await recordApi({ routes, userPoolArns: [poolArn], issuers, proxies });
      const text = JSON.stringify(documentIn(recorded)).replaceAll(
        "arn:aws:test:::aws:lambda/function:Function/api-user-authorizer",
        functionArn.replace("proxy", "authorizer"),
      );
      return { recorded, document: JSON.parse(text) as OpenApiDocument };
    };
    const plain = await document();
    const options = { jwksUriOf: () => jwks.uri };
    const answer = { statusCode: 200, body: "{}" };
    cognito = await serve(createModel(plain.document), answer, options);

    const own = await document([updatedIssuer, issuer]);
    const { environment } = own.recorded.inputs("Function", "api-user-authorizer");
    const settings = readSettings({
      ...(environment as { variables: Record<string, string> }).variables,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: new URL(jwks.uri).origin,
    });
    const authorize = createAuthorizer(settings, createVerifier(settings));
    ours = await serve(createModel(own.document), answer, {
      jwksUriOf: () => "http://127.0.0.1:9/unused",
      invokeAuthorizer: async (_arn, event) => {
        authorizations += 1;
        const requestId = "invocation-2";
        try {
          const payload = JSON.stringify(
            await authorize(JSON.parse(event), { awsRequestId: requestId }),
          );
          return { payload, requestId };
        } catch (error) {
          const payload = JSON.stringify({ errorMessage: (error as Error).message });
          return { payload, requestId, functionError: "Unhandled" };
        }
      },
    });
  });

  after(async () => {
    await Promise.all([cognito?.abort(), ours?.abort()]);
    jwks.close();
  });

  const call = async (gateway: TestGateway, line: string, token?: string | string[]) => {
    const [method = "", path = ""] = line.split(" ");
    const headers = [token ?? []].flat().flatMap((each) => ["Authorization", each]);
    const response = await send(gateway.port, `/dev${path}`, { method, headers });
    const kept = Object.entries(response.headers).filter(([name]) => !ids.test(name));
    return { status: response.status, body: response.text, headers: Object.fromEntries(kept) };
  };

  const rich = {
    email: "a@b.example",
    "cognito:username": "jane",
    "cognito:groups": ["a", "b"],
    "custom:tenant": "acme",
    email_verified: true,
  };
  const cases: [title: string, token: string | string[] | undefined][] = [
    ["no token", undefined],
    ["an empty token", ""],
    ["a text that is not a token", "oops"],
    ["an ID token", idToken(rich)],
    ["an ID token after Bearer", `bearer ${idToken()}`],
    ["two tokens", [idToken(), idToken()]],
    ["an access token with a scope", accessToken("openid orders/write")],
    ["an access token with the files' scope", accessToken("files/all")],
    ["an access token with part of a scope", accessToken("orders/rea orders/reader")],
    ["an access token without scopes", accessToken("")],
    ["an ID token with scopes", idToken({ scope: "orders/read" })],
    ["no token_use", idToken({ token_use: undefined })],
    ["no expiry", idToken({ exp: undefined })],
    ["another issuer", idToken({ iss: `${issuer}x` })],
    ["no issuer", idToken({ iss: undefined })],
    ["a foreign key", signToken(createKey("published"), idClaims())],
    ["a key that is not published", signToken(createKey("other"), idClaims())],
    ["the algorithm none", unsigned(poolKey, idClaims())],
    ["HS256 with the public key", signWithPublicKey(poolKey, idClaims())],
    ["critical extensions", signToken(poolKey, idClaims(), { crit: ["exp"] })],
    ["an unencoded payload", signToken(poolKey, idClaims(), { b64: false })],
    ["another algorithm in the header", signToken(poolKey, idClaims(), { alg: "RS384" })],
  ];
  for (const [title, token] of cases) {
    it(`gives the same responses as a Cognito authorizer for ${title}`, async () => {
      for (const line of [
        "GET /me",
        "GET /orders/1",
        "POST /orders/1",
        "GET /files/a/b",
        "PUT /files/a/b",
        "GET /claims",
        "GET /open",
        "GET /none",
      ]) {
        const [expected, actual] = [
          await call(cognito, line, token),
          await call(ours, line, token),
        ];
        assert.deepEqual(actual, expected, line);
      }
    });
  }

  it("tells the same callers to services", async () => {
    for (const [line, token] of [
      ["GET /me", idToken(rich)],
      ["POST /orders/1", accessToken("orders/write", { username: "jane" })],
    ] as const) {
      const seen = [];
      for (const gateway of [cognito, ours]) {
        await call(gateway, line, token);
        const event = gateway.events.at(-1) as unknown as ProxyEvent;
        const headers = testRequest(event).byName;
        seen.push(
          Object.entries(headers).filter(([name]) => /^(x-user-|authorization$)/.test(name)),
        );
      }
      assert.ok(seen[0]!.length > 3);
      assert.deepEqual(seen[1], seen[0]);
    }
  });

  it("accepts the pool's other issuer during a migration", async () => {
    const token = idToken({ iss: updatedIssuer });

    assert.equal((await call(cognito, "GET /me", token)).status, 401);
    assert.equal((await call(ours, "GET /me", token)).status, 200);
  });

  it("keeps a decision for other path parameters, but not for other routes", async () => {
    const token = accessToken("orders/read", { jti: "kept" });
    const before = authorizations;

    const statuses = [];
    for (const line of ["GET /orders/1", "GET /orders/2", "POST /orders/1", "GET /orders/3"]) {
      statuses.push((await call(ours, line, token)).status);
    }

    assert.deepEqual(statuses, [200, 200, 401, 200]);
    assert.equal(authorizations - before, 2);
  });

  it("has the one difference that an expired token gets the words of any other", async () => {
    const token = idToken({ exp: now - 60, iat: now - 3660 });

    const [expected, actual] = [
      await call(cognito, "GET /me", token),
      await call(ours, "GET /me", token),
    ];

    assert.equal(expected.body, '{"message":"The incoming token has expired"}');
    assert.equal(actual.body, '{"message":"Unauthorized"}');
    assert.deepEqual(
      [actual.status, actual.headers["x-amzn-errortype"]],
      [401, "UnauthorizedException"],
    );
  });

  it("responds with 500 if no address has the keys", async () => {
    const settings = readSettings({
      ISSUERS: issuer,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "http://127.0.0.1:9",
    });
    const authorize = createAuthorizer(settings, createVerifier(settings));
    const event = {
      methodArn: "arn:aws:execute-api:eu-west-1:123456789012:abc123/dev/GET/me",
      resource: "/me",
      httpMethod: "GET",
      multiValueHeaders: { Authorization: [idToken()] },
      requestContext: { requestId: "call-1", extendedRequestId: "x" },
    };

    await assert.rejects(authorize(event, { awsRequestId: "r-1" }), FetchError);
  });
});
