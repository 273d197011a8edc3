// @ts-check
// Lets Node.js load TypeScript: node --import ./project/typescript.mjs <file>
// From 22.18 on Node.js can do it itself, and a program starts faster than with tsx.
import { deferPackages } from "./deferredPackages.mjs";

const features = /** @type {{ typescript?: "strip" | "transform" | false }} */ (process.features);
// @ts-expect-error -- without types
if (!features.typescript) await import("tsx");
deferPackages();
