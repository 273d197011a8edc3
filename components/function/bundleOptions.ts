import type { BuildOptions } from "esbuild";

/** How a function becomes the one file that Lambda loads. */
export const bundleOptions = {
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  // ES modules first: their unused parts are left out, which halves a bundle with an AWS client.
  mainFields: ["module", "main"],
  logLevel: "silent",
} as const satisfies BuildOptions;
