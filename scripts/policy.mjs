// @ts-check
// `npm run policy -- --graph <export>`: the policies on a deployed stack. Its options are in policy/cli/main.ts.
import { launch } from "./launch.mjs";

await launch("../policy/cli/main.ts");
