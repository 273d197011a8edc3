export { describeData } from "./describe.ts";
export { discardData } from "./discard.ts";
export { emptyData } from "./empty.ts";
export { keptRegions } from "./folders.ts";
export { type HeldData, holdData } from "./hold.ts";
export { SaveWatch } from "./saveWatch.ts";
