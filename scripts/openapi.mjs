// @ts-check
// `npm run openapi -- --stack <name> [--out <file>]`: the contract of a stack's API. Its options are
// in deploy/contract/main.ts.
import { launch } from "./launch.mjs";

await launch("../deploy/contract/main.ts");
