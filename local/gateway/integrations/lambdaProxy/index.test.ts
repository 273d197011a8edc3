import assert from "node:assert/strict";
import {
  createModel,
  functionArn,
  lambdaIntegration,
  serve,
  type FunctionResponse,
} from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

describe("an aws_proxy integration", () => {
  const serveIntegration = (integration: object, response?: FunctionResponse, variables = {}) => {
    const operation = {
      "x-amazon-apigateway-integration": { ...lambdaIntegration, ...integration },
    };
    return serve(
      createModel({ paths: { "/": { get: operation, post: operation } } }, { variables }),
      response,
    );
  };

  it("responds with 504 when the function takes longer than its timeout", async () => {
    const gateway = await serveIntegration(
      { timeoutInMillis: 50 },
      () => new Promise(() => undefined),
    );

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 504);
    assert.equal(response.text, '{"message": "Endpoint request timed out"}');
    await gateway.close({ graceMs: 1000 });
  });

  it("responds with 500 to every call when its method is not POST, as AWS does", async () => {
    const gateway = await serveIntegration({ httpMethod: "GET" });

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 500);
    assert.equal(gateway.events.length, 0);
    await gateway.close({ graceMs: 1000 });
  });

  it("responds with 413 when the event exceeds Lambda's limit", async () => {
    const gateway = await serveIntegration({});

    const body = "x".repeat(6 * 1024 * 1024);
    const response = await send(gateway.port, "/dev", { method: "POST", body });

    assert.equal(response.status, 413);
    assert.equal(gateway.events.length, 0);
    await gateway.close({ graceMs: 1000 });
  });

  it("calls the function of its URI, with stage variables replaced", async () => {
    const invoked: string[] = [];
    const uri = lambdaIntegration.uri!.replace("function:proxy", "function:${stageVariables.name}");
    const operation = { "x-amazon-apigateway-integration": { ...lambdaIntegration, uri } };
    const api = createModel(
      { paths: { "/": { get: operation } } },
      { variables: { name: "proxy" } },
    );
    const gateway = await serve(
      api,
      {},
      {
        invoke: async (arn) => {
          invoked.push(arn);
          return { payload: "{}" };
        },
      },
    );

    await send(gateway.port, "/dev");

    assert.deepEqual(invoked, [functionArn]);
    await gateway.close({ graceMs: 1000 });
  });
});
