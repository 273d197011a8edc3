import { from, lambdaProxy, mock, s3, sqs, vpcLink } from "../../../../components/api/index.ts";
import { definePlatform, type PlatformDefinition } from "../../../../components/platform.ts";
import { shopDefinition as shop } from "../../shop.ts";

const order = {
  type: "object",
  required: ["item", "amount"],
  properties: {
    item: { type: "string", minLength: 1 },
    amount: { type: "integer", minimum: 1, maximum: 100 },
    note: { type: ["string", "null"] },
  },
  additionalProperties: false,
};

/** Routes to functions and VPC links, and routes with each guard. */
const guarded: PlatformDefinition = {
  name: "Shop",
  services: { catalog: { directory: "services/catalog" } },
  usagePlans: { free: { throttle: { ratePerSecond: 1, burst: 1 } } },
  apiKeys: { acme: { plan: "free" } },
  routes: {
    "GET /products/{id}": lambdaProxy("catalog", { auth: "none" }),
    "ANY /anything/{rest+}": lambdaProxy("catalog", { auth: "none" }),
    "ANY /linked/{rest+}": vpcLink("catalog", { auth: "none" }),
    "GET /users": mock({ auth: "cognito", body: {} }),
    "GET /scoped": mock({ scopes: ["orders/read"], body: {} }),
    "GET /signed": mock({ auth: "iam", body: {} }),
    "GET /keyed": mock({ auth: "none", apiKey: true, body: {} }),
    "GET /rare": mock({ auth: "none", throttle: { ratePerSecond: 1, burst: 1 }, body: {} }),
    "PUT /checked/{id}": mock({
      auth: "none",
      validate: { headers: { "X-Tenant": "required" }, query: { page: "required" }, body: order },
      status: 201,
      body: {},
    }),
  },
};

/** Routes of the shop that fail on purpose, because their tests need it. */
const failing = ["POST /jobs/own", "POST /quotes"];

const routes = Object.entries(shop.routes).filter(([key]) => !failing.includes(key));

/** The shop without the routes that fail on purpose, and with every guard. */
export const fuzzed = definePlatform({
  ...shop,
  ...guarded,
  defaultAuth: undefined,
  // All requests come from one address, and requests that the firewall refuses would test nothing else.
  firewall: { requestsPerAddress: 1_000_000 },
  routes: {
    ...Object.fromEntries(routes.map(([key, route]) => [key, { auth: "none", ...route }])),
    ...guarded.routes,
    // Objects of unlisted types cannot be read in an API with templates: see S3Settings.
    "PUT /files/{key+}": s3("files", {
      auth: "none",
      action: "put",
      prefix: "public/",
      key: from.path("key"),
      contentType: from.text("application/octet-stream"),
    }),
    "POST /jobs/checked": sqs("jobs", { auth: "none", validate: { body: order } }),
  },
});
