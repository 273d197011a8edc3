import assert from "node:assert/strict";
import type { IntegrationDefinition } from "../openapi.ts";
import { startBackend, type TestBackend } from "../testing/backend.ts";
import { createModel, serve, type TestGateway } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";

const role = "arn:aws:iam::123456789012:role/r";
const s3 = "arn:aws:apigateway:eu-west-1:s3:path/bucket";

/**
 * A missing variable is empty, and the call fails like any integration that is configured wrongly (issue
 * reports of "Invalid endpoint address"). A wrong one fails alike.
 */
describe("stage variables of integrations", () => {
  let backend: TestBackend;
  let gateway: TestGateway;
  const definitions = (port: number): Record<string, IntegrationDefinition> => ({
    "/host": { type: "http_proxy", uri: "http://${stageVariables.none}/x" },
    "/hostPort": { type: "http_proxy", uri: `http://\${stageVariables.none}:${port}/x` },
    "/scheme": { type: "http_proxy", uri: "${stageVariables.none}" },
    "/wrongHost": { type: "http_proxy", uri: "http://${stageVariables.wrong}/x" },
    "/http": { type: "http", uri: "https://${stageVariables.none}" },
    "/link": {
      type: "http_proxy",
      connectionType: "VPC_LINK",
      connectionId: "${stageVariables.none}",
      uri: `http://127.0.0.1:${port}`,
    },
    "/wholeFunction": { type: "aws_proxy", httpMethod: "POST", uri: "${stageVariables.none}" },
    "/custom": { type: "aws", httpMethod: "POST", uri: "${stageVariables.none}" },
    "/role": { type: "aws", uri: s3, credentials: "${stageVariables.none}" },
    "/wrongRole": { type: "aws", uri: s3, credentials: "${stageVariables.wrong}" },
    "/path": { type: "http_proxy", uri: `http://127.0.0.1:${port}/a/\${stageVariables.none}/b` },
    "/right": { type: "http_proxy", uri: `http://\${stageVariables.host}:${port}/` },
    "/rightRole": { type: "aws", uri: s3, credentials: role },
  });
  const served: readonly string[] = ["/path", "/right", "/rightRole"];

  before(async () => {
    backend = await startBackend();
    const paths = Object.fromEntries(
      Object.entries(definitions(backend.port)).map(([path, definition]) => [
        path,
        {
          get: {
            "x-amazon-apigateway-integration": {
              httpMethod: "GET",
              responses: { default: { statusCode: "200" } },
              ...definition,
            },
          },
        },
      ]),
    );
    const variables = { host: "127.0.0.1", wrong: "a b" };
    gateway = await serve(createModel({ paths }, { variables }), undefined, {
      callService: () =>
        Promise.resolve({ status: 200, headers: new Map(), body: Buffer.from("{}") }),
    });
  });
  after(async () => {
    backend.close();
    await gateway.abort();
  });

  for (const path of Object.keys(definitions(0))) {
    const expected = served.includes(path) ? 200 : 500;
    it(`${path}: ${expected}`, async () => {
      const { status, text, headers } = await send(gateway.port, `/dev${path}`);

      assert.equal(status, expected, text);
      if (expected === 200) return;
      assert.equal(text, '{"message": "Internal server error"}');
      assert.equal(headers["x-amzn-errortype"], "InternalServerErrorException");
      assert.equal(gateway.events.length, 0);
    });
  }

  it("refuses at definition what no variable explains", async () => {
    const broken = { type: "http_proxy", httpMethod: "GET", uri: "http:///x" };
    const paths = { "/": { get: { "x-amazon-apigateway-integration": broken } } };

    await assert.rejects(serve(createModel({ paths })), { name: "RestApiDefinitionError" });
  });
});
