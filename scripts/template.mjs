// @ts-check
// `npm run template -- 'POST /feedback' --event event.json`: what a service behind a route would
// receive. Its options are in commands/template/index.ts.
import { launch } from "./launch.mjs";

await launch("../commands/template/index.ts");
