import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Outside of every function's folders, and of `/tmp`. */
export const folderOfTests = fileURLToPath(new URL("../../../.local/tests/", import.meta.url));

/** Ways of the curious function that are closed to every function, whoever runs it, and how each ends. */
export const closedWays: readonly (readonly [
  way: string,
  what: string | undefined,
  end: string,
])[] = [
  ["read", "/proc/self/environ", "ERR_ACCESS_DENIED"],
  ["readParent", undefined, "ERR_ACCESS_DENIED"],
  ["read", `/proc/${process.pid}/environ`, "ERR_ACCESS_DENIED"],
  ["read", "/etc/passwd", "ERR_ACCESS_DENIED"],
  ["list", homedir(), "ERR_ACCESS_DENIED"],
  ["link", "/etc", "ERR_ACCESS_DENIED"],
  ["linkToItself", "/etc/passwd", "ERR_ACCESS_DENIED"],
  // The file's folder can't be chosen, in ES modules by an error.
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
  // Opens a debugger in any Node.js process.
  ["signal", "SIGUSR1", "EPERM"],
  ["signal", "SIGKILL", "EPERM"],
  ["signalGroup", "SIGUSR1", "EPERM"],
  ["debugPlatform", undefined, "TypeError"],
  ["priority", undefined, "ERR_ACCESS_DENIED"],
  ["priorityImported", undefined, "ERR_ACCESS_DENIED"],
];
