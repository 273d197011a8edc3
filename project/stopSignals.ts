export interface StopHandlers {
  /** Ctrl-C, or a signal to end. */
  readonly first: () => void;
  /** Another one, later than a second. */
  readonly again: () => void;
}

/**
 * Listens to Ctrl-C and its like. Signals within a second are one and the same: the terminal
 * signals npm and this process, and npm passes its signal on.
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

/** A killed npm can't tell its child; the child sees that its parent has changed. */
function stopWithNpm(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500).unref();
}
