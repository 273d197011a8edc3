export { BundledFunction } from "./bundledFunction.ts";
