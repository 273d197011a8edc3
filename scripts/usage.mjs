// @ts-check
// `npm run usage -- --plan <name>`: what a usage plan's API keys have used. Its options are in local/usage/options.ts.
import { launch } from "./launch.mjs";

await launch("../local/usage/main.ts");
