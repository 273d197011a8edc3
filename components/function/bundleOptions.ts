import { dirname } from "node:path";
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

/**
 * esbuild's options for the bundle of a function in this repository.
 *
 * @param file - absolute path of its module, which exports `handler`
 */
export const handlerBundle = (file: string) =>
  ({
    ...bundleOptions,
    // Without exports of its own, an entry needs no helpers that make it look like a CommonJS module: 0.6 kB.
    stdin: {
      contents: `import { handler } from ${JSON.stringify(file)};\nexports.handler = handler;`,
      resolveDir: dirname(file),
    },
    banner: { js: '"use strict";' },
    logOverride: { "commonjs-variable-in-esm": "silent" },
  }) as const satisfies BuildOptions;
