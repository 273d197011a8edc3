import { createProxy } from "./proxy.ts";
import { readSettings } from "./settings.ts";

export const handler = createProxy(readSettings(process.env));
