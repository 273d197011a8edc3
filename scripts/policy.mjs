// @ts-check
// `npm run policy -- --graph <export>`: the policies on a deployed stack. Its options are in commands/policy/index.ts.
import { launch } from "./launch.mjs";

await launch("../commands/policy/index.ts");
