import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder outside of all functions' folders and of `/tmp`. */
export const folderOfTests = fileURLToPath(new URL("../../../.local/tests/", import.meta.url));

/** Actions of the curious function that fail in every confined function, with their results. */
export const closedWays: readonly (readonly [
  way: string,
  what: string | undefined,
  result: string,
])[] = [
  ["read", "/proc/self/environ", "ERR_ACCESS_DENIED"],
  ["readParent", undefined, "ERR_ACCESS_DENIED"],
  ["read", `/proc/${process.pid}/environ`, "ERR_ACCESS_DENIED"],
  ["read", "/etc/passwd", "ERR_ACCESS_DENIED"],
  ["list", homedir(), "ERR_ACCESS_DENIED"],
  ["link", "/etc", "ERR_ACCESS_DENIED"],
  ["linkToItself", "/etc/passwd", "ERR_ACCESS_DENIED"],
  // The report's folder can't be set; in ES modules, that throws.
  ["report", folderOfTests, "TypeError"],
  ["reportHere", undefined, "own"],
  ["run", undefined, "ERR_ACCESS_DENIED"],
  ["thread", undefined, "ERR_ACCESS_DENIED"],
  ["addon", undefined, "ERR_DLOPEN_DISABLED"],
  ["binding", undefined, "ERR_ACCESS_DENIED"],
  ["debug", undefined, "ERR_ACCESS_DENIED"],
  ["database", join(folderOfTests, "database"), "ERR_UNKNOWN_BUILTIN_MODULE"],
  ["engineFlags", `--trace-turbo-path=${folderOfTests}`, "ERR_ACCESS_DENIED"],
  ["trace", undefined, "ERR_ACCESS_DENIED"],
  // Would open a debugger in any Node.js process.
  ["signal", "SIGUSR1", "EPERM"],
  ["signal", "SIGKILL", "EPERM"],
  ["signalGroup", "SIGUSR1", "EPERM"],
  ["debugPlatform", undefined, "TypeError"],
  ["priority", undefined, "ERR_ACCESS_DENIED"],
  ["priorityImported", undefined, "ERR_ACCESS_DENIED"],
];
