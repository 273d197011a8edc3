// @ts-check
/**
 * Ends this process when nobody reads its output any more, as in `npm run users -- list | head`. A command that handles
 * termination signals is stopped by its own handler, which tidies up.
 */
export function endWithOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    let isClosed = false;
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EPIPE") throw error;
      if (isClosed) return;
      isClosed = true;
      if (!process.emit("SIGTERM", "SIGTERM")) process.exit(0);
    });
  }
}
