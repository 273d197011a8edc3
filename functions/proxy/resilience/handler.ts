import { createProxy } from "../proxy.ts";
import { readSettings } from "../settings.ts";
import { readResilience } from "./readResilience.ts";
import { createResilience } from "./resilience.ts";

export const handler = createProxy(
  readSettings(process.env),
  createResilience(readResilience(process.env)),
);
