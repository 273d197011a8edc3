// @ts-check
// Loaded before the code of a function that the AWS endpoint runs: what `entry.mjs` does for others.
import { join } from "node:path";
import { confineEngine, confineLinks, confineSignals, confineSockets } from "./confine.mjs";
import { mapTmp } from "./ownTmp.mjs";

/** Holds the function's code, and its `/tmp`; none for scripts that have no files. */
const folder = new URL(import.meta.url).searchParams.get("folder");
const temporaryDirectory = join(folder ?? "/nowhere", "tmp");

confineEngine();
confineLinks();
confineSignals();
confineSockets(/** @type {any} */ (process.stdin)._handle, {
  temporaryDirectory,
  socketFolder: undefined,
  mapTmp: mapTmp(temporaryDirectory, folder === null ? [] : [folder]),
});
