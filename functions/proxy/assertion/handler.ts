import { createProxy } from "../proxy.ts";
import { readResilience } from "../resilience/readResilience.ts";
import { createResilience } from "../resilience/resilience.ts";
import { readSettings } from "../settings.ts";
import { addAssertions, readAssertionKey } from "./addAssertions.ts";

const settings = readSettings(process.env);

/** The proxy for services with assertions. Other services' functions do not contain that code. */
export const handler = createProxy(
  settings,
  createResilience(readResilience(process.env)),
  addAssertions(settings.serviceName, readAssertionKey(process.env)),
);
