// @ts-check
// `npm run deploy -- <environment>`: every region of an environment. Its options are in deploy/options.ts.
import { launch } from "./launch.mjs";

await launch("../deploy/main.ts");
