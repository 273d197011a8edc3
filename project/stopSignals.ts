export interface StopHandlers {
  /** Ctrl-C or a termination signal. */
  readonly first: () => void;
  /** Another one, more than a second later. */
  readonly again: () => void;
}

/**
 * Listens to Ctrl-C and termination signals. Signals within a second count as one, because the terminal
 * signals both npm and this process, and npm passes its signal on.
 */
export function onStopSignals({ first, again }: StopHandlers): void {
  let stoppedAt: number | undefined;
  const stop = () => {
    const now = performance.now();
    if (stoppedAt === undefined) {
      stoppedAt = now;
      first();
    } else if (now - stoppedAt > 1_000) again();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  stopWithNpm(() => stoppedAt ?? stop());
}

/** A killed npm cannot signal its child, but the child's parent process changes. */
function stopWithNpm(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500).unref();
}
