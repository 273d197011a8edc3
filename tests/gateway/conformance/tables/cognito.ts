import { cognitoComponents } from "../../../../local/gateway/testing/gateway.ts";
import {
  createKey,
  idClaims,
  issuer,
  poolArn,
  signToken,
  signWithPublicKey,
  unsigned,
} from "../../../../local/gateway/testing/tokens.ts";
import { example, type Case, type Seen, type Table } from "../case.ts";
import { lambda, mock } from "../operations.ts";
import { accessToken, idToken, poolKey } from "../tokens.ts";

const enable = "4 D:apigateway-enable-cognito-user-pool";
const issuers = "4 D:cognito/federation-endpoints";
const errors = "4 F";

const identity = { security: [{ pool: [] }] };
const scoped = { security: [{ pool: ["orders/read", "orders/write"] }] };
const audience = { security: [{ client: [] }] };

const { pool } = cognitoComponents().securitySchemes;
const { pool: client } = cognitoComponents({
  identityValidationExpression: "client-1|client-2",
}).securitySchemes;
const { pool: pools } = cognitoComponents({
  providerARNs: ["arn:aws:cognito-idp:us-east-1:999999999999:userpool/us-east-1_Other", poolArn],
}).securitySchemes;
const { pool: staged } = cognitoComponents({
  providerARNs: [poolArn.replace("eu-west-1_Pool1", "${stageVariables.pool}")],
}).securitySchemes;

const passes = (
  fact: Case["fact"],
  name: string,
  headers: Record<string, string>,
  guard = identity as object,
  backend: Seen = {},
): Case => ({
  fact,
  name,
  operation: lambda(guard),
  request: { line: "GET ~", headers },
  expect: { status: 200, backend },
});

const refused = (
  fact: Case["fact"],
  name: string,
  token: string | readonly string[] | undefined,
  guard = identity as object,
  message = "Unauthorized",
): Case => ({
  fact,
  name,
  operation: lambda(guard),
  request: { line: "GET ~", headers: token === undefined ? {} : { Authorization: token } },
  expect: {
    status: 401,
    body: `{"message":"${message}"}`,
    headers: { "x-amzn-errortype": "UnauthorizedException" },
    backend: null,
  },
});

const now = Math.floor(Date.now() / 1000);
const [head = "", payload = "", signature = ""] = idToken().split(".");
const otherPayload = Buffer.from(JSON.stringify(idClaims({ sub: "admin" }))).toString("base64url");

const unreachable: Table = {
  title: "4 a Cognito authorizer without its pool",
  options: { jwksUriOf: () => "http://127.0.0.1:9/none" },
  document: { components: { securitySchemes: { pool } } },
  cases: [
    example(errors, "a pool that cannot be reached", {
      operation: lambda(identity),
      request: { line: "GET ~", headers: { Authorization: idToken() } },
      expect: {
        status: 500,
        body: '{"message":null}',
        headers: { "x-amzn-errortype": "AuthorizerConfigurationException" },
        backend: null,
      },
    }),
  ],
};

const tokens: Table = {
  title: "4 Cognito authorizers",
  stage: { variables: { pool: "eu-west-1_Pool1" } },
  document: {
    components: {
      securitySchemes: {
        pool,
        client,
        pools,
        staged,
        other: { ...pool, name: "X-Id-Token" },
      },
    },
  },
  cases: [
    passes(enable, "an ID token", { Authorization: idToken() }, identity, {
      "requestContext.authorizer.claims.sub": "user-1",
      "requestContext.authorizer.claims.token_use": "id",
      "requestContext.identity.cognitoIdentityId": null,
    }),
    passes(
      enable,
      "an access token with one of the scopes",
      { Authorization: accessToken("openid orders/write") },
      scoped,
      {
        "requestContext.authorizer.claims.scope": "openid orders/write",
      },
    ),
    passes(enable, "another header", { "X-Id-Token": idToken() }, { security: [{ other: [] }] }),
    passes(
      enable,
      "one of several pools, of any account and region",
      { Authorization: idToken() },
      { security: [{ pools: [] }] },
    ),
    passes(
      "2.11 D:aws-api-gateway-stage-variables-reference",
      "a pool by a stage variable",
      { Authorization: idToken() },
      { security: [{ staged: [] }] },
    ),
    passes(
      enable,
      "an audience that the expression matches",
      { Authorization: idToken({ aud: "client-2" }) },
      audience,
    ),
    refused(
      enable,
      "an audience that the expression does not match",
      idToken({ aud: "client-3" }),
      audience,
    ),
    refused(enable, "an access token has no audience", accessToken("orders/read"), {
      security: [{ client: ["orders/read"] }],
    }),
    refused(errors, "no token", undefined),
    refused(errors, "an empty token", ""),
    refused(errors, "a text that is not a JWT", "oops"),
    refused(errors, "two parts", `${head}.${payload}`),
    refused(errors, "four parts", `${idToken()}.x`),
    refused(errors, "parts that are not base64", "!.!.!"),
    refused(errors, "Basic authentication", "Basic dXNlcjpwYXNz"),
    refused(errors, "no signature", `${head}.${payload}.`),
    refused(errors, "another token's signature", `${head}.${otherPayload}.${signature}`),
    refused(errors, "a signature cut short", idToken().slice(0, -4)),
    refused(
      errors,
      "a foreign key with the pool's key id",
      signToken(createKey("published"), idClaims()),
    ),
    refused(errors, "a key that is not published", signToken(createKey("other"), idClaims())),
    refused(errors, "no key id", signToken(poolKey, idClaims(), { kid: undefined })),
    refused(errors, "the algorithm none", unsigned(poolKey, idClaims())),
    refused(errors, "HS256 with the public key", signWithPublicKey(poolKey, idClaims())),
    refused(
      errors,
      "another algorithm in the header",
      signToken(poolKey, idClaims(), { alg: "RS384" }),
    ),
    refused(errors, "another pool's issuer", idToken({ iss: `${issuer}x` })),
    refused(errors, "no issuer", idToken({ iss: undefined })),
    refused(
      issuers,
      "the updated issuer",
      idToken({ iss: issuer.replace("https://", "https://issuer-") }),
    ),
    refused(errors, "no expiry", idToken({ exp: undefined })),
    refused(
      errors,
      "an expired token",
      idToken({ exp: now - 60, iat: now - 3660 }),
      identity,
      "The incoming token has expired",
    ),
    refused(
      errors,
      "an expired access token",
      accessToken("orders/read", { exp: now - 60 }),
      scoped,
      "The incoming token has expired",
    ),
    refused(
      enable,
      "an ID token where scopes are required",
      idToken({ scope: "orders/read" }),
      scoped,
    ),
    refused(enable, "an access token with other scopes", accessToken("orders openid"), scoped),
    refused(
      enable,
      "an access token with part of a scope",
      accessToken("orders/rea orders/reader"),
      scoped,
    ),
    refused(enable, "an access token without scopes", accessToken(""), scoped),
    refused(enable, "no token_use", idToken({ token_use: undefined })),
    {
      ...refused(enable, "a token in the query string is ignored", undefined),
      request: `GET ~?Authorization=${idToken()}`,
    },
    example("6.4 D:api-gateway-mapping-template-reference", "claims in templates, one by one", {
      operation: mock(
        "$context.authorizer.claims.sub|$context.authorizer.claims['custom:role']|$context.authorizer.claims|$context.authorizer.claims.none",
        {},
        identity,
      ),
      request: { line: "GET ~", headers: { Authorization: idToken({ "custom:role": "admin" }) } },
      expect: { status: 200, body: "user-1|admin||" },
    }),
  ],
};

export const cognito: readonly Table[] = [tokens, unreachable];
