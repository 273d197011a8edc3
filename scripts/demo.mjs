// @ts-check
// `npm run demo`: walks through sign-up, sign-in and calls. What it does is in local/demo.ts.
import { ensureDependencies } from "./dependencies.mjs";

ensureDependencies();
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const { register } = await import("tsx/esm/api");
register();
await import("../local/demo/main.ts");
