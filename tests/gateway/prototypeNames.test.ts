import assert from "node:assert/strict";
import { cognitoComponents, lambda } from "../../local/gateway/testing/gateway.ts";
import { type RawRequest, send } from "../../local/gateway/testing/http.ts";
import { type LocalServers, type ServerName, startLocalServers } from "./localServers.ts";

/** Names of members that every object inherits. */
const names = Object.getOwnPropertyNames(Object.prototype);

const template = (text: string) => ({
  post: {
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": text },
      responses: { default: { statusCode: "200" } },
    },
  },
});

/** A part of a request that may contain such a name. */
type Place = readonly [
  title: string,
  server: ServerName,
  request: (name: string) => RawRequest & { readonly path: string },
  /** @default any status but 5xx */
  status?: number,
];

const json = ["Content-Type", "application/json"];
const caller = ["X-User-Sub", "ann"];
const at = (path: (name: string) => string, more: RawRequest = {}) => {
  return (name: string) => ({ path: path(name), ...more });
};
const withHeaders = (path: string, headers: (name: string) => string[], more: RawRequest = {}) => {
  return (name: string) => ({ path, headers: headers(name), ...more });
};
const bodyOf = (name: string) => `{"${name}":{"${name}":1},"item":"x","quantity":1}`;
const withBody = (path: string, headers: string[] = json) => {
  return (name: string) => ({ path, method: "POST", headers, body: bodyOf(name) });
};

const ofApi = (server: "edge" | "gateway", stage: string): Place[] => {
  const header = (title: string, sent: (name: string) => string[], status = 200): Place => [
    title,
    server,
    withHeaders(`${stage}/named/x`, sent),
    status,
  ];
  return [
    ["a path", server, at((name) => `${stage}/${name}`), 403],
    ["a path parameter", server, at((name) => `${stage}/named/${name}`), 200],
    ["a query's name", server, at((name) => `${stage}/named/x?${name}=1&${name}=2`), 200],
    header("a header's name", (name) => [name, "1", name, "2"]),
    header("a method override", (name) => ["X-HTTP-Method-Override", name], 403),
    header("a content coding", (name) => ["Content-Encoding", name]),
    header("an accepted coding", (name) => ["Accept-Encoding", name]),
    header("a cache control", (name) => ["Cache-Control", name]),
    [
      "a content type",
      server,
      withHeaders(`${stage}/template`, (name) => ["Content-Type", name], {
        method: "POST",
        body: '{"statusCode":200}',
      }),
      200,
    ],
    ["a token", server, withHeaders(`${stage}/guarded`, (name) => ["Authorization", name]), 401],
    ["an API key", server, withHeaders(`${stage}/key`, (name) => ["x-api-key", name]), 403],
    ["a key of a body for a model", server, withBody(`${stage}/model`)],
    ["a key of a body for a template", server, withBody(`${stage}/template`), 200],
    [
      "a parameter for a template",
      server,
      (name) => ({
        ...withBody(`${stage}/template?${name}=1`)(name),
        headers: [...json, name, "1"],
      }),
      200,
    ],
  ];
};

const front = (title: string, call: (name: string) => [operation: string, body: string]): Place => [
  title,
  "front",
  (name) => {
    const [operation, body] = call(name);
    const headers = ["X-Amz-Target", `AWSCognitoIdentityProviderService.${operation}`];
    return { path: "/", method: "POST", headers, body };
  },
  400,
];

const places: Place[] = [
  ...ofApi("gateway", "/dev"),
  ["a stage", "gateway", at((name) => `/${name}/named/x`), 403],
  ...ofApi("edge", ""),
  [
    "a client's region",
    "edge",
    withHeaders("/named/x", (n) => ["x-palisade-client-region", n]),
    200,
  ],
  ["a control path", "edge", at((name) => `/_palisade/${name}`), 404],
  ["a control path below", "edge", at((name) => `/_palisade/regions/${name}`), 404],
  ["a region to stop", "edge", at((n) => `/_palisade/regions/${n}/stop`, { method: "POST" }), 404],
  [
    "a region to start",
    "edge",
    at((n) => `/_palisade/regions/${n}/start`, { method: "POST" }),
    404,
  ],
  ["an action on a region", "edge", at((n) => `/_palisade/regions/eu-west-1/${n}`), 404],
  ["a plan", "edge", at((name) => `/_palisade/usage?plan=${name}`), 404],
  ["a plan's region", "edge", at((name) => `/_palisade/usage?plan=a&region=${name}`), 404],
  ["an address", "edge", at((name) => `/_palisade/messages?to=${name}`), 200],
  ["a query's name", "edge", at((name) => `/_palisade/messages?${name}=1`), 200],
  ["a path", "service", at((name) => `/${name}`), 404],
  ["an order", "service", at((name) => `/orders/${name}`, { headers: caller }), 404],
  ["a query's name", "service", at((n) => `/orders?${n}=1`, { headers: caller }), 200],
  ["a limit", "service", at((n) => `/orders?limit=${n}`, { headers: caller }), 400],
  ["a token", "service", at((n) => `/orders?nextToken=${n}`, { headers: caller }), 400],
  ["a header's name", "service", withHeaders("/orders", (n) => [...caller, n, "1"]), 200],
  ["a caller", "service", withHeaders("/orders", (name) => ["X-User-Sub", name]), 200],
  ["a claim", "service", withHeaders("/orders", (n) => [...caller, `X-User-${n}`, "1"]), 200],
  ["a key of a body", "service", withBody("/orders", [...json, ...caller]), 400],
  front("an operation", (name) => [
    name,
    `{"message":"{'errorMessage': 'No.', 'errorType': 'Error'}"}`,
  ]),
  front("a key of an operation's input", (name) => ["SignUp", `{"Username":{"${name}":1}}`]),
];

describe("names of inherited members", function () {
  let servers: LocalServers;

  before(async () => {
    servers = await startLocalServers({
      paths: {
        "/named/{name}": { get: lambda() },
        "/guarded": { get: lambda({ security: [{ pool: [] }] }) },
        "/key": { get: lambda({ security: [{ key: [] }] }) },
        "/model": {
          post: lambda({
            "x-amazon-apigateway-request-validator": "all",
            requestBody: { content: { "application/json": { schema: { type: "object" } } } },
          }),
        },
        "/template": template(
          '#set($all = $input.json("$") + $input.params() + $input.path("$..item"))' +
            '#foreach($name in $input.path("$").keySet())#set($one = $input.params($name))#end' +
            '{"statusCode": 200}',
        ),
      },
      "x-amazon-apigateway-request-validators": {
        all: { validateRequestBody: true, validateRequestParameters: true },
      },
      components: {
        securitySchemes: {
          ...cognitoComponents().securitySchemes,
          key: { type: "apiKey", name: "x-api-key", in: "header" },
        },
      },
    });
  });
  after(() => servers.close());

  for (const [title, server, request, status] of places) {
    it(`have no special meaning as ${title} at the ${server}`, async () => {
      for (const name of names) {
        const { path, ...rest } = request(name);
        const response = await send(servers.ports[server], path, rest);

        const where = `${name}: ${response.status} ${response.text}`;
        assert.ok(response.status < 500, where);
        if (status !== undefined) assert.equal(response.status, status, where);
        assert.doesNotMatch(response.text, /native code|file:|\/local\/|\/services\/|node_modules/);
      }
      assert.deepEqual([...servers.errors, ...servers.gateway.errors], []);
    });
  }

  it("reach the function unchanged", async () => {
    for (const name of names) {
      servers.gateway.events.length = 0;
      await send(servers.ports.edge, `/named/${name}?${name}=1`, { headers: [name, "2"] });

      const [event] = servers.gateway.events;
      const own = (values: object | null) =>
        Object.getOwnPropertyDescriptor(values, name)?.value as unknown;
      assert.equal(own(event!.queryStringParameters), "1");
      assert.equal(own(event!.headers), "2");
      assert.deepEqual(event!.pathParameters, { name });
    }
  });
});
