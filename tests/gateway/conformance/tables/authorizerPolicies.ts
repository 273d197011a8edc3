import { example, type Case, type FunctionResponse, type Table } from "../case.ts";
import {
  allow,
  output,
  arn,
  noAllow,
  policy,
  statement,
  unauthorized,
  withToken,
} from "../authorizerResponses.ts";
import { lambdaAuthorizer, mock, secured } from "../operations.ts";

const outputFact = "1.5 D:api-gateway-lambda-authorizer-output";

const denied = {
  ...noAllow,
  body: /"User is not authorized to access this resource with an explicit deny/,
};
const broken = {
  status: 500,
  body: '{"message":null}',
  headers: { "x-amzn-errortype": "AuthorizerConfigurationException" },
  backend: null,
};

/** An authorizer function's output, and the result of the call. */
const authorized = (name: string, authorizer: FunctionResponse, expect: Case["expect"]): Case => ({
  fact: outputFact,
  name,
  operation: secured("fresh"),
  resource: "/{id}",
  request: withToken("t", "GET ~/7"),
  authorizer,
  expect,
});

/** A policy's resource, and true if it allows `GET /c…/7`. */
const resource = (pattern: string | string[], passes: boolean): Case =>
  authorized(
    `${String(pattern).replaceAll(arn(""), "…/")} ${passes ? "allows" : "does not allow"} GET /…/7`,
    output(policy(statement("Allow", pattern))),
    passes ? { status: 200 } : noAllow,
  );

export const authorizerPolicies: Table = {
  title: "1.5 responses of Lambda authorizers",
  document: {
    components: {
      securitySchemes: {
        fresh: lambdaAuthorizer({ type: "token", authorizerResultTtlInSeconds: 0 }),
      },
    },
  },
  cases: [
    authorized("a policy that allows", allow, { status: 200 }),
    authorized("a policy that denies", output(policy(statement("Deny", "*"))), denied),
    authorized(
      "a deny beats an allow",
      output(policy(statement("Allow", "*"), statement("Deny", arn("dev/GET/*")))),
      denied,
    ),
    authorized(
      "a deny of another method",
      output(policy(statement("Allow", "*"), statement("Deny", arn("dev/POST/*")))),
      { status: 200 },
    ),
    authorized("another action", output(policy(statement("Allow", "*", "s3:GetObject"))), noAllow),
    authorized("every action", output(policy(statement("Allow", "*", "execute-api:*"))), {
      status: 200,
    }),
    resource(arn("*"), true),
    resource(arn("dev/*"), true),
    resource(arn("dev/GET/*"), true),
    resource(arn("*/GET/*/7"), true),
    resource(arn("de?/GET/*/?"), true),
    resource([arn("dev/POST/*"), arn("dev/GET/*")], true),
    resource(arn("prod/*"), false),
    resource(arn("dev/POST/*"), false),
    resource(arn("dev/GET/*/77"), false),
    resource(arn("dev/GET"), false),
    resource("arn:aws:execute-api:eu-west-1:123456789012:other/*", false),
    resource("arn:aws:execute-api:us-east-1:123456789012:abc123/*", false),
    authorized(
      "a Resource of 513 letters",
      output(policy(statement("Allow", `*${"x".repeat(512)}`))),
      broken,
    ),
    authorized("no policy", { returns: { principalId: "u" } }, broken),
    authorized(
      "no principal",
      { returns: { policyDocument: policy(statement("Allow", "*")) } },
      broken,
    ),
    authorized("null", { returns: null }, broken),
    authorized("invalid JSON", { payload: "oops" }, broken),
    authorized(
      "a list in the context",
      output(policy(statement("Allow", "*")), { context: { a: [] } }),
      broken,
    ),
    authorized(
      "an object in the context",
      output(policy(statement("Allow", "*")), { context: { a: {} } }),
      broken,
    ),
    authorized(
      'the error "Unauthorized"',
      { throws: "Unauthorized" },
      { ...unauthorized, backend: null },
    ),
    authorized("another error", { throws: "unauthorized" }, broken),
    authorized("a call that Lambda refuses", { refuses: 404 }, broken),
    authorized(
      "the context reaches the function as strings",
      output(policy(statement("Allow", "*")), { context: { text: "v", number: 1, boolean: true } }),
      {
        status: 200,
        backend: {
          "requestContext.authorizer.principalId": "u",
          "requestContext.authorizer.text": "v",
          "requestContext.authorizer.number": "1",
          "requestContext.authorizer.boolean": "true",
          "requestContext.authorizer.claims": undefined,
        },
      },
    ),
    example(outputFact, "the context reaches templates", {
      operation: mock(
        "$context.authorizer.principalId $context.authorizer.number",
        {},
        { security: [{ fresh: [] }] },
      ),
      request: withToken("t"),
      authorizer: output(policy(statement("Allow", "*")), { context: { number: 1 } }),
      expect: { status: 200, body: "u 1" },
    }),
  ],
};
