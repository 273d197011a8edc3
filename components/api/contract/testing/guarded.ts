import type { ApiDefinition } from "../../index.ts";
import type { OpenApiDocument } from "../../document/types.ts";
import { usesApiKeys } from "../../guards/apiKey.ts";
import { contract } from "../../integrations/contract.ts";
import { httpProxy } from "../../integrations/httpProxy.ts";
import { lambdaProxy } from "../../integrations/lambdaProxy.ts";
import { mock } from "../../integrations/mock.ts";
import { redirect } from "../../integrations/redirect.ts";
import { vpcLink } from "../../integrations/vpcLink.ts";
import type { RouteDefinition } from "../../route/route.ts";
import { documentOf as compiled } from "../../testing/documentOf.ts";

const backends = {
  proxies: { orders: { functionName: "orders", functionArn: "arn:aws:lambda:::secret" } },
  linkedServices: {
    orders: { url: "http://secret", loadBalancerArn: "arn:aws:secret", vpcLinkId: "secret" },
  },
};

/** The document of an API whose backends and authorizers have secret ARNs. */
export const documentOf = (
  routes: Record<string, RouteDefinition>,
  more: Partial<ApiDefinition> = {},
): Promise<OpenApiDocument> =>
  compiled(
    {
      routes,
      ...(usesApiKeys(Object.values(routes)) && {
        usagePlans: { gold: {} },
        apiKeys: { acme: { plan: "gold" } },
      }),
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
      ...more,
    },
    backends,
    {
      region: "eu-west-1",
      userPoolArns: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/secret"],
      authorizerArns: { partners: "arn:aws:lambda:::secret", devices: "arn:aws:lambda:::secret" },
    },
  );

const order = {
  title: "Order",
  type: "object",
  required: ["item"],
  properties: {
    // Characters that templates interpret.
    item: { type: "string", pattern: "^\\$[#\\w]+\\$$", description: 'A "price": $10 #1' },
    amount: { type: ["integer", "null"], minimum: 1 },
    parts: { type: "array", items: { $ref: "#" } },
    kind: { const: "a" },
  },
};

/** Routes with every guard, and with every integration that needs no resource. */
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

/** The document of all these routes. */
export const guardedDocument = (): Promise<OpenApiDocument> =>
  documentOf(guarded, {
    cors: { allowOrigin: "https://app.example.com" },
    gatewayResponses: {
      THROTTLED: { status: 503, headers: { "Retry-After": "1" } },
      UNAUTHORIZED: { contentType: "text/plain", body: "no" },
      BAD_REQUEST_BODY: { status: 422, body: '{"errors":[]}' },
    },
  });
