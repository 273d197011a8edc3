import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** Ends an operation of the engine's in order, while it can be. */
export interface Interruption {
  /** Aborts once the operation is to end and the engine listens. */
  readonly signal: AbortSignal;
  /** To be told of each of the engine's events. */
  readonly onEvent: (event: EngineEvent) => void;
}

/**
 * Holds a signal back until the engine works. The CLI locks the stack first and listens to signals
 * later: one that comes between kills it, and the lock stays. The engine's first event tells that it
 * listens, and its last that it no longer does.
 *
 * @param signal - asks for the end of the operation
 * @param onEvent - is told of each event, too
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
