// @ts-check
import { ensureDependencies } from "./dependencies.mjs";

/**
 * Runs a TypeScript program of the project, after installing what it needs.
 *
 * @param {string} program - path from this folder
 */
export async function launch(program) {
  ensureDependencies();
  // The AWS SDK's reminder of its own support policy says nothing about the platform.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const { register } = await import("tsx/esm/api");
  register();
  await import(program);
}
