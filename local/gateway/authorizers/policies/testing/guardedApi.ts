import { cognitoComponents, createModel, lambda } from "../../../testing/gateway.ts";

const authorizerArn = "arn:aws:lambda:eu-west-1:123456789012:function:authorizer";
const { securitySchemes } = cognitoComponents();

const partners = {
  type: "apiKey",
  name: "X-Partner",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "token",
    authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${authorizerArn}/invocations`,
    authorizerResultTtlInSeconds: 0,
  },
};
const iam = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

export const statement = (more: object) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
  ...more,
});

/** An API with a route for each kind of authorization, and a resource policy. */
export const modelWith = (policy: object | undefined) =>
  createModel(
    {
      paths: {
        "/": { get: lambda() },
        "/open": { get: lambda() },
        "/cognito": { get: lambda({ security: [{ pool: [] }] }) },
        "/lambda": { get: lambda({ security: [{ partners: [] }] }) },
        "/iam": { get: lambda({ security: [{ iam: [] }] }) },
      },
      components: { securitySchemes: { ...securitySchemes, partners, iam } },
      ...(policy && { "x-amazon-apigateway-policy": policy }),
    },
    {
      accessLogFormat: [
        "authenticate.status",
        "authorizer.status",
        "authorize.status",
        "authorize.error",
      ]
        .map((name) => `$context.${name}`)
        .join("|"),
    },
  );

/** Statements of identity policies by their decision. */
export const identityPolicy = {
  allow: { Effect: "Allow", Action: "*", Resource: "*" },
  deny: { Effect: "Deny", Action: "*", Resource: "*" },
  silent: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
};
