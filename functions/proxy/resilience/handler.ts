import { createProxy } from "../proxy.ts";
import { readSettings } from "../settings.ts";
import { createResilience } from "./resilience.ts";

export const handler = createProxy(readSettings(process.env), createResilience);
