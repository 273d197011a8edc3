import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** Cancels an operation of the engine when it is ready for it. */
export interface Interruption {
  /** Aborts when the operation is cancelled and the engine listens. */
  readonly signal: AbortSignal;
  /** Must receive each of the engine's events. */
  readonly onEvent: (event: EngineEvent) => void;
}

/**
 * Holds a signal back until the engine listens. The CLI locks the stack before it listens to signals: a
 * signal in between kills it and leaves the lock. The engine listens from its first event to its last.
 *
 * @param signal - cancels the operation
 * @param onEvent - receives each event as well
 */
export function whileEngineWorks(
  signal: AbortSignal,
  onEvent: (event: EngineEvent) => void,
): Interruption {
  const held = new AbortController();
  let works = false;
  const pass = () => {
    if (works && signal.aborted) held.abort();
  };
  signal.addEventListener("abort", pass, { once: true });
  return {
    signal: held.signal,
    onEvent: (event) => {
      works = event.cancelEvent === undefined;
      pass();
      if (!works) signal.removeEventListener("abort", pass);
      onEvent(event);
    },
  };
}
