// @ts-check
// `npm run openapi -- --stack <name> [--out <file>]`: the contract of a stack's API. Its options are
// in commands/openapi.ts.
import { launch } from "./launch.mjs";

await launch("../commands/openapi.ts");
