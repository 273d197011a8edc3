// @ts-check
// `npm run template -- 'POST /feedback' --event event.json`: what a service behind a route would
// receive. Its options are in local/template/main.ts.
import { launch } from "./launch.mjs";

await launch("../local/template/main.ts");
