// @ts-check
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createReadiness } from "./readiness.js";
import { createOrderRoutes } from "./routes.js";
import { assertionCheck, listenAddress, required } from "./runtime/environment.js";
import { run } from "./runtime/lifecycle.js";
import { createLog } from "./runtime/log.js";
import { createService } from "./runtime/service.js";
import { checkTable, createDynamoStore } from "./store.js";

const service = "orders";
const region = required("AWS_REGION", "the AWS region that the service runs in");
const table = required("ORDERS_TABLE", "the name of the DynamoDB table that holds the orders");
const log = createLog({ service, region });

/** By default the SDK waits forever. With its three attempts, this stays below the API's 29 s. */
const client = new DynamoDBClient({
  region,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

const ready = createReadiness({
  service,
  region,
  log,
  check: (signal) => checkTable({ table, client, signal }),
});
const routes = {
  ...createOrderRoutes({ store: createDynamoStore({ table, client }), region }),
  "/ready": { GET: ready },
};
const checkAssertion = assertionCheck();
const server = createService({ service, region, routes, log, checkAssertion });
await run(server, { ...listenAddress(), log });
