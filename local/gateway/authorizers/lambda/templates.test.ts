import assert from "node:assert/strict";
import { createModel, serve } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:authorizer";

const operation = {
  security: [{ partners: [] }],
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { $default: '{"statusCode": 200}' },
    responses: {
      default: {
        statusCode: "200",
        responseTemplates: {
          "application/json":
            "$context.authorizer['plan'] $context.authorizer.status $context.authorizer.principalId [$context.authorizer.requestId]",
        },
      },
    },
  },
};

const partners = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "token",
    authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  },
};

describe("the context of a Lambda authorizer", () => {
  // Only the access log has the outcome of the authorizer; templates have its context.
  it("is available to templates under any name, and the outcome to the log", async () => {
    const output = {
      principalId: "partner-1",
      policyDocument: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
      context: { plan: "gold", status: "new" },
    };
    const gateway = await serve(
      createModel(
        { paths: { "/": { get: operation } }, components: { securitySchemes: { partners } } },
        {
          accessLogFormat:
            "$context.authorizer.plan $context.authorizer.status $context.authorizer.requestId",
        },
      ),
      {},
      {
        invokeAuthorizer: () =>
          Promise.resolve({ payload: JSON.stringify(output), requestId: "invocation-1" }),
      },
    );

    const { text } = await send(gateway.port, "/dev", { headers: ["Authorization", "t"] });

    assert.equal(text, "gold new partner-1 []");
    assert.deepEqual(gateway.logLines, ["gold 200 invocation-1"]);
    await gateway.abort();
  });
});
