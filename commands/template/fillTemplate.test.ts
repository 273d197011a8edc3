import assert from "node:assert/strict";
import type { IntegrationDefinition } from "../../local/gateway/openapi.ts";
import { createModel } from "../../local/gateway/testing/gateway.ts";
import { fillTemplate, TemplateEventError } from "./fillTemplate.ts";

const service = (more: IntegrationDefinition): IntegrationDefinition => ({
  type: "aws",
  httpMethod: "POST",
  uri: "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs",
  credentials: "arn:aws:iam::123456789012:role/r",
  passthroughBehavior: "never",
  // Reads a field that the made-up response lacks.
  responses: {
    default: { statusCode: "200", responseTemplates: { "a/b": "$util.parseJson('')" } },
  },
  ...more,
});

const api = createModel({
  paths: {
    "/jobs/{id}": {
      post: {
        "x-amazon-apigateway-integration": service({
          requestParameters: {
            "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
          },
          requestTemplates: {
            "application/json":
              "$input.params('id') $input.params('q') $input.params('X-H') $context.authorizer.claims.sub $context.authorizer.plan $input.path('$.a')",
          },
        }),
      },
      get: { "x-amazon-apigateway-integration": { type: "mock" } },
    },
    "/files/{key+}": {
      "x-amazon-apigateway-any-method": {
        "x-amazon-apigateway-integration": service({
          httpMethod: "GET",
          uri: "arn:aws:apigateway:eu-west-1:s3:path/files/{key}",
          passthroughBehavior: "when_no_match",
          requestParameters: { "integration.request.path.key": "method.request.path.key" },
        }),
      },
    },
  },
});

const fill = (route: string, event: Parameters<typeof fillTemplate>[3]) =>
  fillTemplate(api, "eu-west-1", route, event);

describe("fillTemplate", () => {
  it("returns method, URI, headers and body of the request to the service", async () => {
    const call = await fill("POST /jobs/{id}", {
      body: '{"a":"b\'c"}',
      path: { id: "x y" },
      query: { q: "1" },
      headers: { "X-H": "h" },
      claims: { sub: "me" },
      authorizer: { plan: "gold" },
    });

    assert.deepEqual(call, {
      method: "POST",
      uri: "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "x-amz-target": "AmazonSQS.SendMessage",
      },
      body: "x%20y 1 h me gold b'c",
    });
  });

  it("fills in the path, with the slashes of a greedy parameter", async () => {
    const call = await fill("ANY /files/{key+}", { path: { key: "a b/c.txt" } });

    assert.equal(call.uri, "arn:aws:apigateway:eu-west-1:s3:path/files/a%20b/c.txt");
    assert.equal(call.method, "GET");
  });

  it("accepts an empty event", async () => {
    assert.equal((await fill("POST /jobs/{id}", {})).body, "     ");
  });

  for (const [what, route, event, problem] of [
    ["another route", "POST /x", {}, /Use one of: POST \/jobs\/\{id\}, ANY \/files\/\{key\+\}\.$/],
    ["a route without a service", "GET /jobs/{id}", {}, /is not a route to an AWS service/],
    [
      "a type without a template",
      "POST /jobs/{id}",
      { headers: { "Content-Type": "a/b" } },
      /415 "Unsupported Media Type"/,
    ],
    [
      "a template that fails",
      "POST /jobs/{id}",
      { body: '{"a": [' },
      /400 .*: The payload is not JSON/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        fill(route, event),
        (error: Error) => error instanceof TemplateEventError && problem.test(error.message),
      );
    });
  }
});
