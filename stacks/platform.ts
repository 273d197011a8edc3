import * as aws from "@pulumi/aws";
import { contract, from, lambdaProxy, sqs } from "../components/api/index.ts";
import { definePlatform, type ResourceScope } from "../components/platform.ts";

/** The platform: services and routes, the same in every region. Edit this file. */
export const platform = definePlatform({
  name: "Palisade",

  services: {
    orders: {
      directory: "services/orders",
      tables: {
        orders: {
          partitionKey: "owner",
          sortKey: "id",
          actions: ["GetItem", "PutItem", "Query"],
          // An order that was placed in one region is there in all of them.
          replicas: "all",
        },
      },
    },
    catalog: { directory: "services/catalog" },
  },

  resources: ({ name, options }: ResourceScope) => ({
    feedback: new aws.sqs.Queue(`${name}-feedback`, { sqsManagedSseEnabled: true }, options),
  }),

  routes: {
    // The orders service checks what it needs. Load balancers ask for /health, which checks nothing else.
    "GET /health": lambdaProxy("orders", { auth: "none", servicePath: "/ready" }),
    "GET /openapi.json": contract({ auth: "none" }),
    "GET /catalog": lambdaProxy("catalog"),
    "GET /orders": lambdaProxy("orders"),
    "GET /orders/{id}": lambdaProxy("orders"),
    "POST /orders": lambdaProxy("orders", { throttle: { ratePerSecond: 20, burst: 40 } }),
    "POST /feedback": sqs("feedback", { attributes: { user: from.claim("sub") } }),
  },

  // Mails and text messages to users; npm run messages -- --preview shows them.
  identity: { messages: "messages/" },

  machineScopes: {
    identifier: "orders",
    scopes: { read: "Read orders", write: "Place orders" },
  },

  // CloudFront in front of all regions, in environments with a file Pulumi.<environment>-edge.yaml.
  edge: {
    behaviors: { "/openapi.json": { ttl: { defaultSeconds: 300 }, key: { queries: "none" } } },
    site: { directory: "site" },
  },
});
