// @ts-check
// Loaded before the code of a function that the AWS endpoint runs: what `entry.mjs` does for others.
import { join } from "node:path";
import { confine } from "./confine.mjs";

/** Holds the function's code, and its `/tmp`; none for scripts that have no files. */
const folder = new URL(import.meta.url).searchParams.get("folder");

confine(/** @type {any} */ (process.stdin)._handle, {
  temporaryDirectory: join(folder ?? "/nowhere", "tmp"),
  ownFolders: folder === null ? [] : [folder],
  socketFolder: undefined,
});
