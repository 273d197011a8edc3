// @ts-check
// Confines functions that the AWS endpoint runs, before their code, as `entry.mjs` does for other functions.
import { join } from "node:path";
import { confine } from "./confine.mjs";

/** Folder of the function's code and its `/tmp`; none for scripts without files. */
const folder = new URL(import.meta.url).searchParams.get("folder");

confine(/** @type {any} */ (process.stdin)._handle, {
  temporaryDirectory: join(folder ?? "/nowhere", "tmp"),
  ownFolders: folder === null ? [] : [folder],
  socketFolder: undefined,
});
