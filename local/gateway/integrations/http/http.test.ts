import assert from "node:assert/strict";
import type { IntegrationDefinition } from "../../openapi.ts";
import { startBackend, type TestBackend } from "../../testing/backend.ts";
import { createModel, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

/** The endpoint's bodies by path. */
const bodies: Readonly<Record<string, readonly [status: number, body: string]>> = {
  "/orders": [201, '{"id":7,"note":"it\'s \\"new\\"","secret":"x"}'],
  "/missing": [404, '{"error":"no such table orders-prod"}'],
  "/broken": [503, "<html>stack trace</html>"],
};

const responses: IntegrationDefinition["responses"] = {
  "2\\d{2}": {
    statusCode: "202",
    responseParameters: {
      "method.response.header.X-Total": "integration.response.header.X-Count",
      "method.response.header.X-Other-Case": "integration.response.header.x-count",
      "method.response.header.X-Id": "integration.response.body.id",
    },
    responseTemplates: {
      "application/json":
        '{"id":$input.json("$.id"),"note":$input.json("$.note"),"by":"$context.httpMethod"}',
    },
  },
  "404": {
    statusCode: "200",
    responseTemplates: {
      "application/json": '#set($context.responseOverride.status = 410){"message":"gone"}',
    },
  },
  default: {
    statusCode: "502",
    responseTemplates: { "application/json": '{"message":"The shop is closed"}' },
  },
};

// Both the request to an endpoint and its response are mapped.
describe("an http integration", () => {
  let backend: TestBackend;
  let gateway: TestGateway;

  before(async () => {
    backend = await startBackend((request, response) => {
      const { pathname } = new URL(request.url!, "http://x");
      const [status, body] = bodies[pathname] ?? [200, "{}"];
      response.writeHead(status, { "Content-Type": "application/json", "X-Count": "3" }).end(body);
    });
    const integration = (path: string, more: IntegrationDefinition = {}) => ({
      "x-amazon-apigateway-integration": {
        type: "http",
        httpMethod: "POST",
        uri: `${backend.url}${path}`,
        passthroughBehavior: "never",
        requestTemplates: {
          "application/json":
            '{"name":"$util.escapeJavaScript($input.path("$.name"))","tenant":"$input.params("tenant")","stage":"$context.stage"}',
        },
        requestParameters: {
          "integration.request.path.id": "method.request.path.id",
          "integration.request.querystring.q": "method.request.querystring.search",
          "integration.request.header.X-Tenant": "method.request.querystring.tenant",
        },
        responses,
        ...more,
      },
    });
    const overriding = integration("/orders", {
      requestTemplates: {
        "application/json":
          "#set($context.requestOverride.header.X-Tenant = 'fixed')#set($context.requestOverride.querystring.q = 'a&b=c')ok",
      },
    });
    gateway = await serve(
      createModel({
        paths: {
          "/orders/{id}": { post: integration("/orders/{id}") },
          "/orders": { post: integration("/orders"), put: overriding },
          "/missing": { post: integration("/missing") },
          "/broken": { post: integration("/broken") },
          "/read": {
            get: integration("/orders", {
              httpMethod: "GET",
              requestTemplates: { "application/json": "{}" },
            }),
          },
        },
      }),
    );
  });
  beforeEach(() => backend.received.splice(0));
  after(async () => {
    backend.close();
    await gateway.abort();
  });

  const json = ["Content-Type", "application/json"];
  const call = (method: string, path: string, body?: string, headers: string[] = json) =>
    send(gateway.port, `/dev${path}`, { method, headers, ...(body === undefined ? {} : { body }) });

  it("sends only the rendered template and the mapped parameters", async () => {
    const client = [...json, "Authorization", "secret", "X-Own", "1", "Cookie", "a=b"];

    await call("POST", "/orders/a%2Fb?search=x%20y&tenant=t1&more=1", '{"name":"it\\"s"}', client);

    const [received] = backend.received;
    assert.equal(received!.method, "POST");
    assert.equal(received!.url, "/orders/a%2Fb?q=x%20y");
    assert.deepEqual(JSON.parse(received!.body.toString()), {
      name: 'it"s',
      tenant: "t1",
      stage: "dev",
    });
    assert.equal(received!.headers["x-tenant"], "t1");
    for (const name of ["authorization", "x-own", "cookie"]) {
      assert.equal(received!.headers[name], undefined, name);
    }
  });

  it("responds with the rendered template for the status", async () => {
    const response = await call("POST", "/orders", "{}");

    assert.equal(response.status, 202);
    assert.deepEqual(JSON.parse(response.text), { id: 7, note: `it's "new"`, by: "POST" });
    assert.equal(response.headers["x-total"], "3");
    assert.equal(response.headers["x-id"], "7");
    assert.equal(response.headers["x-count"], undefined);
    // The case of a header counts in a mapping. (recorded on AWS)
    assert.equal(response.headers["x-other-case"], undefined);
    assert.match(response.headers["x-amzn-trace-id"] ?? "", /^Root=/);
  });

  it("lets templates set the status, the headers and the query", async () => {
    const missing = await call("POST", "/missing", "{}");
    await call("PUT", "/orders", "{}");

    assert.deepEqual([missing.status, missing.text], [410, '{"message":"gone"}']);
    const { url, headers, body } = backend.received[1]!;
    assert.deepEqual([url, headers["x-tenant"]], ["/orders?q=a%26b%3Dc", "fixed"]);
    assert.equal(body.toString(), "ok");
  });

  it("uses the default response for other statuses", async () => {
    const { status, text } = await call("POST", "/broken", "{}");

    assert.deepEqual([status, text], [502, '{"message":"The shop is closed"}']);
  });

  it("refuses content types without a template, and does not call the endpoint", async () => {
    const { status } = await call("POST", "/orders", "<a/>", ["Content-Type", "text/xml"]);

    assert.equal(status, 415);
    assert.deepEqual(backend.received, []);
  });

  it("sends no body with GET, whatever its template renders", async () => {
    const { status } = await call("GET", "/read");

    const [received] = backend.received;
    assert.equal(status, 202);
    assert.equal(received!.method, "GET");
    assert.equal(received!.body.length, 0);
    assert.equal(received!.headers["content-length"], undefined);
  });
});
