export { BundledFunction, type BundledFunctionArgs } from "./bundledFunction.ts";
