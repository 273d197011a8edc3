// @ts-check
// `npm start`: the platform on this machine. Its options are in local/main.ts.
import { launch } from "./launch.mjs";

await launch("../local/main.ts");
