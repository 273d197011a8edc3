import { EventStream } from "../control/eventStream.ts";
import type { CallFilter } from "./filter.ts";
import { mentions, passes } from "./filter.ts";
import type { CallRecorder } from "./recorder.ts";
import { type RecordedCall, statusOf } from "./recorded.ts";
import type { CallSummary, LiveBatch } from "./record.ts";

/** Pause between two batches, in ms. */
const pauseMs = 250;

/** Pause after a batch that left calls out: nobody reads more lines, and drawing them takes the processor from the calls. */
const fullPauseMs = 1_000;

const mostInBatch = 25;

/** Calls of a pause that are looked at when a text is searched. */
const mostSearched = 500;

/** A stream of the calls that pass a filter, in batches. */
export const liveCalls = (
  recorder: CallRecorder,
  filter: CallFilter,
  summaryOf: (call: RecordedCall) => CallSummary,
): EventStream =>
  new EventStream((send) => {
    let waiting: RecordedCall[] = [];
    let uncounted = 0;
    const unfollow = recorder.follow((call) => {
      if (!passes(call, filter)) return;
      if (waiting.length < mostSearched) waiting.push(call);
      else uncounted += 1;
    });
    const sendWaiting = () => {
      const batch = batchOf(waiting, uncounted, filter, summaryOf);
      waiting = [];
      uncounted = 0;
      if (batch.calls.length > 0 || batch.leftOut > 0) send(batch);
      timer = setTimeout(sendWaiting, batch.leftOut > 0 ? fullPauseMs : pauseMs);
    };
    let timer = setTimeout(sendWaiting, pauseMs);
    return () => {
      clearTimeout(timer);
      unfollow();
    };
  });

function batchOf(
  calls: readonly RecordedCall[],
  uncounted: number,
  { text }: CallFilter,
  summaryOf: (call: RecordedCall) => CallSummary,
): LiveBatch {
  if (text === undefined) {
    const chosen = sample(calls);
    return { calls: chosen.map(summaryOf), leftOut: calls.length - chosen.length + uncounted };
  }
  const matching = calls.map(summaryOf).filter((shown) => mentions(shown, text));
  const shown = matching.slice(-mostInBatch);
  return { calls: shown, leftOut: matching.length - shown.length };
}

/** Failed calls first, then some of the others, evenly over the time. */
function sample(calls: readonly RecordedCall[]): readonly RecordedCall[] {
  if (calls.length <= mostInBatch) return calls;
  const failed = calls.filter((call) => statusOf(call) >= 400).slice(-mostInBatch);
  const others = calls.filter((call) => statusOf(call) < 400);
  const left = mostInBatch - failed.length;
  const step = others.length / Math.max(1, left);
  const chosen = new Set(failed);
  for (let index = 0; index < left && index < others.length; index++) {
    chosen.add(others[Math.trunc(index * step)]!);
  }
  return calls.filter((call) => chosen.has(call));
}
