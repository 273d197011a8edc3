import { createProxy } from "../proxy.ts";
import { createResilience } from "../resilience/resilience.ts";
import { readSettings } from "../settings.ts";
import { addAssertions } from "./addAssertions.ts";

const settings = readSettings(process.env);

/** The proxy for services with assertions. Other services' functions do not contain that code. */
export const handler = createProxy(settings, createResilience, addAssertions(settings));
