// @ts-check
// `npm run demo`: walks through sign-up, sign-in and calls. What it does is in local/demo/main.ts.
import { launch } from "./launch.mjs";

await launch("../local/demo/main.ts");
