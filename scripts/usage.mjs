// @ts-check
// `npm run usage -- --plan <name>`: what a usage plan's API keys have used. Its options are in commands/usage/options.ts.
import { launch } from "./launch.mjs";

await launch("../commands/usage/index.ts");
