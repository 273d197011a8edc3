import type { BuildOptions } from "esbuild";

/** esbuild's options for a function; Lambda loads the single file that they produce. */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  // ES modules first: esbuild drops their unused parts, which halves a bundle with an AWS client.
  mainFields: ["module", "main"],
  logLevel: "silent",
} as const satisfies BuildOptions;
