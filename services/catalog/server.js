// @ts-check
import { readFileSync } from "node:fs";
import { createCatalogRoutes } from "./routes.js";
import { assertionCheck, listenAddress, required } from "./runtime/environment.js";
import { run } from "./runtime/lifecycle.js";
import { createLog } from "./runtime/log.js";
import { createService } from "./runtime/service.js";

const service = "catalog";
const region = required("AWS_REGION", "the AWS region that the service runs in");
const log = createLog({ service, region });

const products = JSON.parse(readFileSync(new URL("products.json", import.meta.url), "utf8"));

const routes = createCatalogRoutes(products);
const checkAssertion = assertionCheck();
const server = createService({ service, region, routes, log, checkAssertion });
await run(server, { ...listenAddress(), log });
