import type { OpenApiDocument } from "../../document/types.ts";
import { contract } from "../../integrations/contract.ts";
import { httpProxy } from "../../integrations/httpProxy.ts";
import { bindIntegration } from "../../integrations/index.ts";
import { lambdaProxy } from "../../integrations/lambdaProxy.ts";
import { mock } from "../../integrations/mock.ts";
import { redirect } from "../../integrations/redirect.ts";
import { vpcLink } from "../../integrations/vpcLink.ts";
import { compileOpenApi, type OpenApiSource } from "../../document/openapi.ts";
import { parseRoutes } from "../../route/parseRoutes.ts";
import type { Route, RouteDefinition } from "../../route/route.ts";

const backends = {
  region: "eu-west-1",
  proxies: { orders: { functionName: "orders", functionArn: "arn:aws:lambda:::secret" } },
  linkedServices: {
    orders: { url: "http://secret", listenerArn: "arn:aws:secret", vpcLinkId: "secret" },
  },
  resources: {},
};

function partsOf(route: Route) {
  const binding = bindIntegration(route.integration, backends);
  return binding.compile(binding.values as Record<string, string>, "", route);
}

/** An API's document, for backends and authorizers that have secrets in their ARNs. */
export const documentOf = (
  routes: Record<string, RouteDefinition>,
  more: Partial<OpenApiSource> = {},
): OpenApiDocument =>
  compileOpenApi({
    title: "Test",
    routes: parseRoutes(routes).map((route) => ({ ...route, parts: partsOf(route) })),
    userPoolArns: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/secret"],
    region: "eu-west-1",
    authorizers: {
      partners: { kind: "token", source: "authorizers/partners", header: "X-Partner-Key" },
      devices: {
        kind: "request",
        source: "authorizers/devices",
        identitySources: [
          "method.request.header.X-Device",
          "method.request.querystring.signature",
          "context.identity.sourceIp",
        ],
      },
    },
    authorizerArns: { partners: "arn:aws:lambda:::secret", devices: "arn:aws:lambda:::secret" },
    ...more,
  });

const order = {
  title: "Order",
  type: "object",
  required: ["item"],
  properties: {
    // What templates would read as their own.
    item: { type: "string", pattern: "^\\$[#\\w]+\\$$", description: 'A "price": $10 #1' },
    amount: { type: ["integer", "null"], minimum: 1 },
    parts: { type: "array", items: { $ref: "#" } },
    kind: { const: "a" },
  },
};

/** Every guard, and the ways to a backend that no resource stands behind. */
export const guarded = {
  "GET /openapi.json": contract({
    auth: "none",
    info: { version: "2.1", contact: { email: "api@example.com" } },
  }),
  "GET /docs/v1/contract": contract(),
  "GET /orders": lambdaProxy("orders", {
    summary: "Lists orders",
    description: "The newest first.",
    tags: ["Orders"],
    operationId: "listOrders",
    validate: { query: { page: "optional" }, headers: { "X-Tenant": "required" } },
  }),
  "POST /orders": lambdaProxy("orders", {
    scopes: ["orders/write", "orders/admin"],
    validate: { body: order },
    answers: { 201: "The order", 409: "It exists already" },
  }),
  "GET /orders/{id}": vpcLink("orders", { apiKey: true, scopes: ["orders/read"] }),
  "ANY /files/{path+}": lambdaProxy("orders", { auth: "iam", operationId: "files" }),
  "GET /partners": httpProxy("https://example.com/a", { auth: { authorizer: "partners" } }),
  "GET /devices": mock({ auth: { authorizer: "devices" }, body: { ok: true } }),
  "DELETE /devices": mock({ auth: "none", status: 204 }),
  "HEAD /devices": mock({ auth: "none" }),
  "GET /": redirect("https://example.com/", { auth: "none" }),
  "GET /a-b": mock({ auth: "none", apiKey: true, body: { message: "a" } }),
  "GET /a/b": mock({ auth: "none", contentType: "text/plain", body: "b" }),
} satisfies Record<string, RouteDefinition>;

/** The document of all of them. */
export const guardedDocument = (): OpenApiDocument =>
  documentOf(guarded, {
    cors: { allowOrigin: "https://app.example.com" },
    gatewayResponses: {
      THROTTLED: { status: 503, headers: { "Retry-After": "1" } },
      UNAUTHORIZED: { contentType: "text/plain", body: "no" },
      BAD_REQUEST_BODY: { status: 422, body: '{"errors":[]}' },
    },
  });
