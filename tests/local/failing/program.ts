/** A definition whose routes fail, each at another hop. */
export const platformFile = String.raw`
import { lambda, lambdaProxy, mock } from "../components/api/index.ts";
import { definePlatform } from "../components/platform.ts";

const schema = { type: "object", required: ["item"], properties: { quantity: { type: "integer" } } };
const open = { auth: "none" } as const;

export const platform = definePlatform({
  name: "Palisade",
  services: {
    orders: { directory: "services/orders", calls: ["python"],
      tables: { orders: { partitionKey: "owner", sortKey: "id", actions: ["GetItem", "PutItem", "Query"] } } },
    python: { directory: "services/python", calls: ["orders"] },
    shut: { directory: "services/catalog" },
  },
  authorizers: { ill: { kind: "token", source: "authorizers/ill", header: "X-Key", ttlSeconds: 0 } },
  functions: {
    malformed: { entry: "handlers/malformed.ts" },
    broken: { entry: "handlers/broken.ts" },
  },
  routes: {
    "GET /health": lambdaProxy("orders", { ...open, servicePath: "/ready" }),
    "GET /template": mock({ ...open, body: { vtl: '{\n  "a": 1,\n  "b": $util.parseJson("{")\n}' } }),
    "GET /through": lambdaProxy("orders", open),
    "GET /throws": lambdaProxy("orders", open),
    "GET /undeletable": lambdaProxy("orders", open),
    "GET /guarded": mock({ auth: { authorizer: "ill" } }),
    "GET /table": lambdaProxy("python", open),
    "GET /fails": lambdaProxy("python", open),
    "GET /cut": lambdaProxy("python", open),
    "GET /redirect": lambdaProxy("python", open),
    "GET /shut": lambdaProxy("shut", { ...open, servicePath: "/catalog" }),
    "GET /malformed": lambda("malformed", open),
    "GET /broken": lambda("broken", open),
    "POST /orders": lambdaProxy("orders", { validate: { body: schema, query: { dry: "optional" } } }),
    "GET /search": lambdaProxy("orders", { ...open, validate: { query: { q: "required" } } }),
    "GET /signed": mock({ auth: "iam", body: { signed: true } }),
    "GET /orders": lambdaProxy("orders"),
    "GET /scoped": lambdaProxy("orders", { scopes: ["orders/read"] }),
  },
  machineScopes: { identifier: "orders", scopes: { read: "Read orders" } },
});
`;

/** Routes of the orders service: one calls another service, one throws, one asks for what its role may not. */
export const orderRoutes = `  return {
    "/through": {
      async GET() {
        const response = await fetch(process.env.PYTHON_URL + "/through");
        return { status: response.status, body: { through: await response.json() } };
      },
    },
    "/throws": {
      GET() {
        throw new RangeError("no such list");
      },
    },
    "/undeletable": {
      async GET() {
        const { DynamoDBClient, DeleteItemCommand } = await import("@aws-sdk/client-dynamodb");
        const Key = { owner: { S: "a" }, id: { S: "b" } };
        const command = new DeleteItemCommand({ TableName: process.env.ORDERS_TABLE, Key });
        return { body: await new DynamoDBClient().send(command) };
      },
    },
`;
