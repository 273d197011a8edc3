/** The import of `stacks/platform.ts`. */
export * from "./platform/index.ts";
