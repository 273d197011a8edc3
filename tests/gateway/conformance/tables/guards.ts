import type { Operation } from "../../../../local/gateway/openapi.ts";
import { cognitoComponents } from "../../../../local/gateway/testing/gateway.ts";
import { findOnly, userKey } from "../../../../local/gateway/testing/signing.ts";
import { example, type Case, type Request, type Table } from "../case.ts";
import { apiKeyScheme, iamScheme, lambda, lambdaAuthorizer, secured } from "../operations.ts";

const scheme = "1.5 D:api-gateway-swagger-extensions-authtype";
const field = "2.5 F";
const chain = "2.6 D:apigateway-authorization-flow";

const signed: Request = { line: "GET ~", sign: {} };
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

const refused = (name: string, request: Request | string, errorType: string): Case => ({
  fact: field,
  name,
  operation: secured("iam"),
  request,
  expect: { status: 403, headers: { "x-amzn-errortype": errorType }, backend: null },
});

const invalidSignature = "InvalidSignatureException";
const invalid = (name: string, sign: NonNullable<Request["sign"]>): Case =>
  refused(name, { sign, line: "GET ~" }, invalidSignature);

const iam: Table = {
  title: "1.5 IAM",
  document: { components: { securitySchemes: { iam: iamScheme } } },
  options: { findSigner: findOnly() },
  cases: [
    example(scheme, "a signed request and its signer", {
      operation: secured("iam"),
      request: signed,
      expect: {
        status: 200,
        backend: {
          "requestContext.identity.accessKey": userKey.accessKeyId,
          "requestContext.identity.accountId": "123456789012",
          "requestContext.identity.caller": "AIDATESTUSER",
          "requestContext.identity.user": "AIDATESTUSER",
          "requestContext.identity.userArn": "arn:aws:iam::123456789012:user/tester",
          "requestContext.authorizer": undefined,
          "headers.Authorization": undefined,
        },
      },
    }),
    ...["AWS_IAM", "aws_iam"].map((type): Case => ({
      fact: "1.2 D:api-gateway-swagger-extensions",
      name: `x-amazon-apigateway-auth ${type}`,
      operation: lambda({ "x-amazon-apigateway-auth": { type } }),
      expect: { status: 403, backend: null },
    })),
    example("1.2 D:api-gateway-swagger-extensions", "x-amazon-apigateway-auth NONE", {
      operation: lambda({ "x-amazon-apigateway-auth": { type: "NONE" } }),
      expect: { status: 200 },
    }),
    example(scheme, "a signed body and query string", {
      operation: secured("iam"),
      request: { line: "POST ~?b=2&a=1", body: "x", sign: {} },
      expect: { status: 200, backend: { body: "x" } },
    }),
    refused("no signature", "GET ~", "MissingAuthenticationTokenException"),
    refused(
      "a bearer token",
      { line: "GET ~", headers: { Authorization: "Bearer x" } },
      "IncompleteSignatureException",
    ),
    invalid("another secret", { credentials: { ...userKey, secretAccessKey: "guess" } }),
    invalid("another method than signed", { method: "POST" }),
    refused(
      "another body than signed",
      { line: "POST ~", body: "changed", sign: { body: "signed" } },
      invalidSignature,
    ),
    invalid("another service's signature", { service: "s3" }),
    invalid("another region's signature", { region: "us-east-1" }),
    invalid("an old signature", { signingDate: minutes(-30) }),
    invalid("a future signature", { signingDate: minutes(30) }),
  ],
};

const deciding = (title: string, decision: "deny" | "silent", body: RegExp): Table => ({
  title: `1.5 IAM: ${title}`,
  document: { components: { securitySchemes: { iam: iamScheme } } },
  options: { findSigner: findOnly({ decision }) },
  cases: [
    example(field, "a signer with these policies", {
      operation: secured("iam"),
      request: signed,
      expect: {
        status: 403,
        body,
        headers: { "x-amzn-errortype": "AccessDeniedException" },
        backend: null,
      },
    }),
  ],
});

const everything: Operation = {
  ...lambda({ parameters: [{ name: "page", in: "query", required: true }] }),
  "x-amazon-apigateway-request-validator": "all",
};
const guarded = (name: string) => ({ ...everything, security: [{ [name]: [], api_key: [] }] });
const deny = {
  returns: {
    principalId: "u",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    },
  },
};

const order: Table = {
  title: "2.6 order of checks",
  stage: { throttles: { everyMethod: { ratePerSecond: 0, burst: 0 }, methods: new Map() } },
  document: {
    components: {
      securitySchemes: {
        ...cognitoComponents().securitySchemes,
        partners: lambdaAuthorizer({ type: "token" }),
        api_key: apiKeyScheme,
      },
    },
    "x-amazon-apigateway-request-validators": { all: { validateRequestParameters: true } },
  },
  cases: [
    example(chain, "the route comes before everything", {
      request: "GET /dev/nowhere",
      expect: {
        status: 403,
        headers: { "x-amzn-errortype": "MissingAuthenticationTokenException" },
      },
    }),
    example(chain, "authorization comes before the key, limits and validation", {
      operation: guarded("pool"),
      request: { line: "GET ~", headers: { Authorization: "oops" } },
      expect: { status: 401, headers: { "x-amzn-errortype": "UnauthorizedException" } },
    }),
    example(chain, "a Lambda authorizer's policy comes before them, too", {
      operation: guarded("partners"),
      request: { line: "GET ~", headers: { Authorization: "t" } },
      authorizer: deny,
      expect: { status: 403, headers: { "x-amzn-errortype": "AccessDeniedException" } },
    }),
  ],
};

export const guards: readonly Table[] = [
  iam,
  deciding("an explicit deny", "deny", /^{"Message":"User: .* with an explicit deny/),
  deciding(
    "no allow",
    "silent",
    /^{"Message":"User: \S+ is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:\*{8}9012:abc123\/dev\/GET\/c0"}$/,
  ),
  order,
];
