import assert from "node:assert/strict";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { mock } from "../integrations/mock.ts";
import { contract } from "../integrations/contract.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";
import { publishContract } from "./publish.ts";
import { documentOf, guarded, guardedDocument } from "./testing/guarded.ts";

interface PublishedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: string[];
  readonly parameters?: { readonly name: string; readonly in: string; required: boolean }[];
  readonly requestBody?: object;
  readonly responses: Record<string, { readonly $ref?: string; readonly description?: string }>;
  readonly security: Record<string, string[]>[];
}

const published = publishContract(await guardedDocument(), "https://api.example.com");
const operation = (route: string): PublishedOperation => {
  const [method = "", path = ""] = route.split(" ");
  return published.paths[path]![method.toLowerCase()] as unknown as PublishedOperation;
};
const statuses = (route: string): string[] => Object.keys(operation(route).responses);

describe("a published contract", () => {
  it("has nothing about AWS or backends", () => {
    const text = JSON.stringify(published);

    assert.doesNotMatch(text, /x-amazon|arn:|secret|amazonaws|example\.com\/a/);
  });

  it("has the API's metadata from the contract route", () => {
    assert.deepEqual(published.info, {
      title: "Test",
      description: "The API of Test.",
      contact: { email: "api@example.com" },
      version: "2.1",
    });
    assert.deepEqual(published.servers, [{ url: "https://api.example.com" }]);
  });

  it("has every route, ANY as each method, and no preflight", () => {
    const routes = Object.entries(published.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const files = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH"].map(
      (method) => `${method} /files/{path}`,
    );

    assert.deepEqual(
      routes.sort(),
      [...Object.keys(guarded).filter((key) => !key.startsWith("ANY")), ...files].sort(),
    );
  });

  it("has a route's documentation, or else generates it", () => {
    const { summary, description, tags, operationId } = operation("GET /orders");

    assert.deepEqual(
      { summary, description, tags, operationId },
      {
        summary: "Lists orders",
        description: "The newest first.\n\nNeeds an ID token.",
        tags: ["Orders"],
        operationId: "listOrders",
      },
    );
    assert.equal(operation("GET /orders/{id}").operationId, "getOrdersId");
    assert.equal(operation("GET /").operationId, "getRoot");
    assert.deepEqual(operation("GET /").tags, ["root"]);
  });

  it("gives each operation a different name", () => {
    const ids = Object.values(published.paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );

    assert.equal(new Set(ids).size, ids.length, ids.join());
    assert.deepEqual(
      ["GET /a-b", "GET /a/b"].map((route) => operation(route).operationId),
      ["getAB", "getAB2"],
    );
  });

  it("has API Gateway's security requirements in plain OpenAPI", () => {
    const { securitySchemes } = published.components;
    const plain = Object.fromEntries(
      Object.entries(securitySchemes).map(([name, { description: _, ...scheme }]) => [
        name,
        scheme,
      ]),
    );

    assert.deepEqual(plain["cognito"], { type: "http", scheme: "bearer", bearerFormat: "JWT" });
    assert.deepEqual(operation("GET /orders/{id}").security, [{ cognito: [], api_key: [] }]);
    assert.match(operation("POST /orders").description, /one of the scopes `orders\/write`, /);
    const [devices] = operation("GET /devices").security;
    assert.deepEqual(
      Object.keys(devices!).map((name) => plain[name]),
      [
        { type: "apiKey", name: "X-Device", in: "header" },
        { type: "apiKey", name: "signature", in: "query" },
      ],
    );
    assert.deepEqual(operation("DELETE /devices").security, []);
    const [files] = operation("PUT /files/{path}").security;
    assert.deepEqual(
      Object.keys(files!).map((name) => plain[name]),
      [{ type: "apiKey", name: "Authorization", in: "header" }],
    );
  });

  it("has a route's parameters and body", () => {
    assert.deepEqual(
      operation("GET /orders").parameters?.map(({ name, required }) => [name, required]),
      [
        ["page", false],
        ["X-Tenant", true],
      ],
    );
    assert.deepEqual(operation("POST /orders").requestBody, {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
    });
    assert.ok("Order" in published.components.schemas);
  });

  it("has the gateway's own errors of each route, as the API customizes them", () => {
    const always = ["400", "403", "413", "414", "415", "431", "5XX"];
    assert.deepEqual(statuses("DELETE /devices"), ["204", ...always]);
    assert.deepEqual(statuses("GET /openapi.json"), ["200", ...always]);
    assert.deepEqual(statuses("POST /orders"), [
      ...["201", "400", "401", "403", "409", "413", "414", "422", "431"],
      ...["default", "5XX"],
    ]);
    const { responses } = published.components;
    assert.deepEqual(Object.keys(responses["ContentTooLarge"]!.content!), ["text/plain"]);
    assert.ok("Retry-After" in responses["ServerError"]!.headers!);
    assert.ok("Access-Control-Allow-Origin" in responses["BadRequest"]!.headers!);
  });

  it("allows any response of a proxied backend", () => {
    const { responses } = published.components;

    for (const [status, response] of Object.entries(operation("GET /partners").responses)) {
      const { content } = response.$ref
        ? responses[response.$ref.split("/").at(-1)!]!
        : (response as { content?: object });
      if (status !== "200") assert.deepEqual(content, { "*/*": {} }, status);
    }
  });
});

describe("contract()", () => {
  const textAt = async (path: string, routes: Record<string, RouteDefinition> = guarded) => {
    const { paths } = await documentOf(routes);
    const integration = paths[path]!["get"]!["x-amazon-apigateway-integration"] as {
      responses: { default: { responseTemplates: Record<string, string> } };
    };
    return integration.responses.default.responseTemplates["application/json"]!;
  };

  it("has an address relative to its own path", async () => {
    assert.match(await textAt("/openapi.json"), /"servers":\[\{"url":"\."\}\]/);
    assert.match(await textAt("/docs/v1/contract"), /"servers":\[\{"url":"\.\.\/\.\."\}\]/);
  });

  it("requires a token unless its auth is none", () => {
    assert.deepEqual(operation("GET /docs/v1/contract").security, [{ cognito: [] }]);
  });

  it("is the same text for the same API", async () => {
    assert.equal(await textAt("/openapi.json"), await textAt("/openapi.json"));
  });

  it("is refused if it is longer than API Gateway accepts", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `GET /r${index}`,
        mock({ auth: "none", description: "x".repeat(1024) }),
      ]),
    );

    await assert.rejects(textAt("/c", { ...many, "GET /c": contract() }), {
      name: "RouteError",
      route: "GET /c",
      message: /API Gateway accepts at most 307200.*npm run openapi/,
    });
  });

  for (const [key, route, message] of [
    ["POST /c", contract(), /must be a GET on a fixed path/],
    ["GET /{c}", contract(), /must be a GET on a fixed path/],
    ["GET /c", contract({ operationId: "a b" }), /operationId is "a b"; allowed: letters/],
    ["GET /c", contract({ tags: [] }), /tags is \[\]; allowed: a list of at least one tag/],
    [
      "GET /c",
      contract({ answers: { 99: "?" } }),
      /answers\.99 is not a valid name; allowed: statuses from 200 to 599/,
    ],
  ] as const) {
    it(`is refused as ${key} ${JSON.stringify(route)}`, () => {
      assert.throws(() => parseRoutes({ [key]: route }), { name: "RouteError", message });
    });
  }

  it("lists routes with the same summary as API Gateway's preflights", async () => {
    const cors = { allowOrigin: "https://app.example.com" };
    const headers = { "Access-Control-Allow-Methods": "GET" };
    const options = mock({ auth: "none", status: 204, headers, summary: "Preflight" });
    const routes = {
      "GET /a": lambdaProxy("orders", { summary: "Preflight" }),
      "OPTIONS /b": options,
    };

    const { paths } = publishContract(await documentOf(routes, { cors }), "/");

    assert.deepEqual(Object.keys(paths["/a"]!), ["get"]);
    assert.deepEqual(Object.keys(paths["/b"]!), ["options"]);
  });

  it("is refused if two routes have one operationId", () => {
    const twin = lambdaProxy("orders", { operationId: "twin" });

    assert.throws(() => parseRoutes({ "GET /a": twin, "GET /b": twin }), {
      route: "GET /b",
      message: /which "GET \/a" also has/,
    });
  });
});
