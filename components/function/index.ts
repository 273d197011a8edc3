export { BundledFunction } from "./bundledFunction.ts";
export { keepWarm } from "./keepWarm.ts";
