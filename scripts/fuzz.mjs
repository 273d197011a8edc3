// @ts-check
// `npm run fuzz -- --requests 5000`: requests made of the contract against what it is the contract
// of. Its options are in commands/fuzz.ts.
import { launch } from "./launch.mjs";

await launch("../commands/fuzz.ts");
