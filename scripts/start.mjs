// @ts-check
// `npm start`: the platform on this machine. Its options are in local/main.ts.
import { ensureDependencies } from "./dependencies.mjs";

ensureDependencies();
// Says nothing about the platform.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const { register } = await import("tsx/esm/api");
register();
await import("../local/main.ts");
