import * as aws from "@pulumi/aws";
import { from, lambda, lambdaProxy, s3, sqs } from "../../components/api/index.ts";
import { definePlatform, type ResourceScope } from "../../components/platform.ts";

export const platform = definePlatform({
  name: "Pictures",

  services: {
    orders: {
      directory: "services/orders",
      tables: { orders: { partitionKey: "owner", sortKey: "id", actions: ["Query"] } },
    },
  },

  resources: ({ name, options }: ResourceScope) => ({
    uploads: new aws.sqs.Queue(`${name}-uploads`, { visibilityTimeoutSeconds: 180 }, options),
    pictures: new aws.s3.Bucket(`${name}-pictures`, {}, options),
  }),

  functions: {
    thumbnail: {
      entry: "tests/examples/handlers/thumbnail.ts",
      memoryMb: 1024,
      timeoutSeconds: 30,
      resources: { pictures: ["GetObject", "PutObject"] },
      queue: { from: "uploads", maximumConcurrency: 10 },
    },
    report: {
      entry: "tests/examples/handlers/report.ts",
      tables: { "orders.orders": ["Query"] },
      schedules: { nightly: { expression: "cron(0 3 * * ? *)", timeZone: "Europe/Berlin" } },
    },
  },

  routes: {
    "GET /health": lambdaProxy("orders", { auth: "none" }),
    "PUT /pictures/{name}": s3("pictures", {
      action: "put",
      key: from.path("name"),
      contentTypes: [],
    }),
    "GET /pictures/{name}": s3("pictures", {
      action: "get",
      key: from.path("name"),
      contentTypes: [],
    }),
    "POST /uploads": sqs("uploads"),
    "GET /report": lambda("report", { throttle: { ratePerSecond: 1, burst: 2 } }),
  },
});
