import type { AuthorizerDefinition } from "../../../openapi.ts";
import { createModel, lambda } from "../../../testing/gateway.ts";

export const authorizerArn = "arn:aws:lambda:eu-west-1:123456789012:function:authorizer";
const uri = (arn: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
export const methodArn = (rest: string) =>
  `arn:aws:execute-api:eu-west-1:123456789012:abc123/dev/${rest}`;

const guarded = lambda({ security: [{ partners: [] }] });

export const createApi = (authorizer: AuthorizerDefinition, header = "Authorization") =>
  createModel(
    {
      paths: {
        "/orders": { get: guarded, post: guarded },
        "/orders/{id}": { get: guarded },
      },
      components: {
        securitySchemes: {
          partners: {
            type: "apiKey",
            name: header,
            in: "header",
            "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
              authorizerUri: uri("${stageVariables.authorizer}"),
              ...authorizer,
            },
          },
        },
      },
    },
    {
      variables: { authorizer: authorizerArn, tenant: "blue" },
      accessLogFormat:
        "$context.authorizer.principalId $context.authorizer.plan $context.authorizer.status $context.authorizer.error",
    },
  );

export const output = (resource: string | string[], more: object = {}) => ({
  principalId: "partner-1",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: resource }],
  },
  ...more,
});
