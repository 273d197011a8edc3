import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallSummary, LiveBatch } from "../../../../calls/record.ts";
import { api, useEvents } from "../../api.ts";

/** Time until the logs tell why a call failed, in ms. */
const causeAfterMs = 700;

/** Rows that are shown. */
const mostRows = 200;

/** The last calls that pass a filter, and new ones as they come. */
export function useCalls(filter: string, isPaused: boolean) {
  const calls = useSignal<readonly CallSummary[]>([]);
  const error = useSignal<Error | undefined>(undefined);
  const isLoaded = useSignal(false);
  /** Calls that came but are not in the list. */
  const leftOut = useSignal(0);
  const latestFilter = useRef(filter);
  latestFilter.current = filter;

  const load = async () => {
    try {
      const loaded = await api<{ calls: CallSummary[] }>(`calls?limit=${mostRows}&${filter}`);
      if (latestFilter.current !== filter) return;
      calls.value = loaded.calls;
      error.value = undefined;
    } catch (failure) {
      error.value = failure as Error;
    }
    isLoaded.value = true;
  };
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const loadSoon = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void load();
    }, causeAfterMs);
  };
  useEffect(() => () => clearTimeout(waiting.current), []);
  useEffect(() => {
    leftOut.value = 0;
    // What came while the list was paused belongs to it.
    if (!isPaused) void load();
  }, [filter, isPaused]);
  useEvents<LiveBatch>(isPaused ? undefined : `calls/live?${filter}`, {
    onEvent: (batch) => {
      const known = new Set(batch.calls.map(({ id }) => id));
      const older = calls.value.filter(({ id }) => !known.has(id));
      calls.value = [...batch.calls.toReversed(), ...older].slice(0, mostRows);
      leftOut.value += batch.leftOut;
      if (batch.calls.some(({ status }) => status >= 500)) loadSoon();
    },
    onOpen: () => void load(),
    onDropped: () => (leftOut.value += 1),
  });
  return { calls, error, isLoaded, leftOut, clear: () => (calls.value = []), reload: load };
}
