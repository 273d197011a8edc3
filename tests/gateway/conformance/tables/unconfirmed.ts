import type { Operation } from "../../../../local/gateway/openapi.ts";
import { cognitoComponents } from "../../../../local/gateway/testing/gateway.ts";
import { findOnly } from "../../../../local/gateway/testing/signing.ts";
import { example, type Case, type Table } from "../case.ts";
import { apiKeyScheme, echo, http, httpProxy, lambda } from "../operations.ts";
import { accessToken, idToken } from "../tokens.ts";

const everything: Operation = {
  ...lambda({ parameters: [{ name: "page", in: "query", required: true }] }),
  "x-amazon-apigateway-request-validator": "all",
};
const identity = { security: [{ pool: [] }] };

/** The gateway's decisions where AWS's behavior is neither documented nor recorded. */
const general: Table = {
  title: "UNCONFIRMED",
  api: { disableExecuteApiEndpoint: true },
  stage: {
    throttles: {
      everyMethod: {},
      methods: new Map([
        ["GET /no-rate", { ratePerSecond: 0, burst: 5 }],
        ["GET /no-burst", { ratePerSecond: 5, burst: 0 }],
        ["GET /checked", { ratePerSecond: 0, burst: 0 }],
      ]),
    },
  },
  document: {
    paths: {
      "/no-rate": { get: lambda() },
      "/no-burst": { get: lambda() },
      "/checked": { get: everything },
    },
    components: {
      securitySchemes: { ...cognitoComponents().securitySchemes, api_key: apiKeyScheme },
    },
    "x-amazon-apigateway-request-validators": { all: { validateRequestParameters: true } },
  },
  cases: [
    example("1.2 UNCONFIRMED", "a disabled default endpoint responds with 403 Forbidden", {
      operation: lambda(),
      request: { line: "GET ~", headers: { Host: "abc123.execute-api.eu-west-1.amazonaws.com" } },
      expect: { status: 403, body: '{"message":"Forbidden"}', backend: null },
    }),
    example("1.3 UNCONFIRMED", "an integration's type in upper case", {
      operation: {
        "x-amazon-apigateway-integration": {
          ...httpProxy()["x-amazon-apigateway-integration"],
          type: "HTTP_PROXY",
        },
      },
      expect: { status: 200, backend: { path: "/at" } },
    }),
    example("1.5 UNCONFIRMED", "an API key in the same requirement as an authorizer", {
      operation: lambda({ security: [{ pool: [], api_key: [] }] }),
      request: { line: "GET ~", headers: { Authorization: idToken() } },
      expect: { status: 403, body: '{"message":"Forbidden"}' },
    }),
    example("1.5 UNCONFIRMED", "an API key in a separate requirement", {
      operation: lambda({ security: [{ pool: [] }, { api_key: [] }] }),
      request: { line: "GET ~", headers: { Authorization: idToken() } },
      expect: { status: 403, body: '{"message":"Forbidden"}' },
    }),
    example("1.8 UNCONFIRMED", "a response's pattern must match the complete value", {
      operation: http({
        responses: { "20": { statusCode: "201" }, default: { statusCode: "299" } },
      }),
      request: "POST ~",
      expect: { status: 299 },
    }),
    {
      fact: "1.9 UNCONFIRMED",
      name: "a content type's parameters do not affect the choice of a template",
      operation: echo("T"),
      request: {
        line: "POST ~",
        headers: { "Content-Type": "application/json; charset=utf-8" },
        body: "{}",
      },
      expect: { status: 200, backend: { body: "T" } },
    },
    example("2.2 UNCONFIRMED", "an encoded slash reaches an endpoint encoded", {
      resource: "/{id}",
      operation: httpProxy({ uri: "http://backend/at/{id}" }),
      request: "GET ~/a%2Fb",
      expect: { status: 200, backend: { path: "/at/a%2Fb" } },
    }),
    example("2.3 UNCONFIRMED", "a proxied endpoint also receives X-Forwarded-*", {
      operation: httpProxy(),
      request: {
        line: "GET ~",
        headers: { "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http" },
      },
      expect: {
        status: 200,
        backend: {
          "headers.x-forwarded-for": "203.0.113.9, 127.0.0.1",
          "headers.x-forwarded-port": "443",
          "headers.x-forwarded-proto": "https",
        },
      },
    }),
    example("2.3 UNCONFIRMED", "the gateway itself responds with 100 Continue", {
      operation: httpProxy(),
      request: { line: "POST ~", headers: { Expect: "100-continue" }, body: "x" },
      expect: { status: 200, backend: { body: "x", "headers.expect": undefined } },
    }),
    example("2.5 UNCONFIRMED", "a throttled function leads to 500", {
      operation: lambda(),
      response: { refuses: 429 },
      expect: { status: 500, body: '{"message": "Internal server error"}' },
    }),
    example("2.6 UNCONFIRMED", "the key is checked before the request is validated", {
      operation: { ...everything, security: [{ api_key: [] }] },
      expect: { status: 403, body: '{"message":"Forbidden"}' },
    }),
    example("2.6 UNCONFIRMED", "limits are checked before the request is validated", {
      request: "GET /dev/checked",
      expect: { status: 429 },
    }),
    example("2.9 UNCONFIRMED", "more than 1000 iterations of #foreach are an error", {
      operation: echo("#foreach($i in $input.path('$'))x#end"),
      request: { line: "POST ~", body: JSON.stringify(Array(1001).fill(0)) },
      expect: { status: 500, backend: null },
    }),
    ...["/no-rate", "/no-burst"].map((path): Case => ({
      fact: "3 UNCONFIRMED",
      name: `a limit of 0 refuses every call: ${path}`,
      request: `GET /dev${path}`,
      expect: { status: 429, body: '{"message":"Too Many Requests"}' },
    })),
    example("4 UNCONFIRMED", "an access token on a route without scopes", {
      operation: lambda(identity),
      request: { line: "GET ~", headers: { Authorization: accessToken("orders/read") } },
      expect: { status: 401, body: '{"message":"Unauthorized"}' },
    }),
    ...["Bearer", "bearer", "BEARER"].map((scheme): Case => ({
      fact: "4 UNCONFIRMED",
      name: `a token after ${scheme}`,
      operation: lambda(identity),
      request: { line: "GET ~", headers: { Authorization: `${scheme} ${idToken()}` } },
      expect: { status: 200 },
    })),
    example("4 UNCONFIRMED", "claims are strings", {
      operation: lambda(identity),
      request: {
        line: "GET ~",
        headers: {
          Authorization: idToken({
            email_verified: true,
            auth_time: 1782936000,
            iat: 1782936000,
            "cognito:groups": ["a", "b"],
          }),
        },
      },
      expect: {
        status: 200,
        backend: {
          "requestContext.authorizer.claims.email_verified": "true",
          "requestContext.authorizer.claims.auth_time": "1782936000",
          "requestContext.authorizer.claims.iat":
            /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/,
          "requestContext.authorizer.claims.cognito:groups": "a,b",
        },
      },
    }),
    ...[{ a: 1 }, [1], 7].map((body): Case => ({
      fact: "5.2 UNCONFIRMED",
      name: `a function's body ${JSON.stringify(body)}`,
      operation: lambda(),
      response: { returns: { body } },
      expect: { status: 502 },
    })),
    ...[99, 600, 200.5].map((statusCode): Case => ({
      fact: "5.2 UNCONFIRMED",
      name: `a function's status ${statusCode}`,
      operation: lambda(),
      response: { returns: { statusCode } },
      expect: { status: 502 },
    })),
    example("6.4 UNCONFIRMED", "$util.escapeJavaScript escapes slashes", {
      operation: echo("$util.escapeJavaScript('a/b')"),
      request: { line: "POST ~", body: "{}" },
      expect: { status: 200, backend: { body: "a\\/b" } },
    }),
  ],
};

const everyType: Table = {
  title: "UNCONFIRMED: binary types */*",
  api: { binaryMediaTypes: ["*/*"] },
  cases: [
    example("2.8 UNCONFIRMED", "a function's base64 is decoded for a client without Accept", {
      operation: lambda(),
      response: { returns: { body: "/9g=", isBase64Encoded: true } },
      expect: { status: 200, body: Buffer.from([0xff, 0xd8]) },
    }),
  ],
};

const expired: Table = {
  title: "UNCONFIRMED: an expired session",
  options: { findSigner: findOnly({ expired: true }) },
  cases: [
    example("2.5 UNCONFIRMED", "EXPIRED_TOKEN", {
      operation: lambda({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      request: { line: "GET ~", sign: {} },
      expect: {
        status: 403,
        body: '{"message":"The security token included in the request is expired"}',
        headers: { "x-amzn-errortype": "ExpiredTokenException" },
      },
    }),
    example("2.5 UNCONFIRMED", "an unknown access key", {
      operation: lambda({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      request: {
        line: "GET ~",
        sign: { credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" } },
      },
      expect: {
        status: 403,
        body: '{"message":"The security token included in the request is invalid."}',
        headers: { "x-amzn-errortype": "UnrecognizedClientException" },
      },
    }),
  ],
};

export const unconfirmed: readonly Table[] = [general, everyType, expired];
