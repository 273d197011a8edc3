import { addressOf, type CallAddresses, curlOf } from "../calls/curl.ts";
import { filterParameters, mentions, passes, readFilter } from "../calls/filter.ts";
import { linesOf } from "../calls/callLines.ts";
import { liveCalls } from "../calls/live.ts";
import type { CallError, CallSummary, LogLine } from "../calls/record.ts";
import type { CallRecorder } from "../calls/recorder.ts";
import type { RecordedCall } from "../calls/recorded.ts";
import { correlationIdOf, recordOf, summaryOf } from "../calls/render.ts";
import { replay, type ReplayOptions } from "../calls/replay.ts";
import { ControlError } from "./controlError.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";

interface CallsOptions {
  readonly recorder: CallRecorder;
  /** Values of secrets on this machine, hidden wherever they appear. */
  readonly secrets: () => readonly string[];
  readonly regions: () => readonly string[];
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  /** Addresses that calls are sent to again. */
  readonly urls: CallAddresses;
  readonly signIn: ReplayOptions["signIn"];
}

/** Failures of one response whose causes are looked for in the logs, the latest. */
const mostSearched = 10;

/**
 * Calls of the platform: `GET calls`, `GET calls/live` (server-sent events), `GET calls/{id}` (also by correlation id
 * and trace id), `GET calls/{id}/curl` and `POST calls/{id}/replay`. Secrets are masked in all of them.
 */
export function callEndpoints(options: CallsOptions): Endpoint[] {
  const { recorder, secrets, regions } = options;
  const shown = (call: RecordedCall) => summaryOf(call, secrets());
  const filterOf = ({ query }: ControlRequest) => readFilter(query, regions());
  const found = (request: ControlRequest) => find(recorder, request.param("id"));
  const record = (call: RecordedCall, logs: readonly LogLine[] = []) =>
    recordOf(call, recorder.spansOf(call), { secrets: secrets(), limits: recorder.limits, logs });
  /** What the logs tell of failures, read once for each. */
  const causes = new WeakMap<RecordedCall, CallError>();
  const withCause = async (call: RecordedCall): Promise<CallSummary> => {
    const summary = shown(call);
    const found = causes.get(call) ?? record(call, await linesOf(call, options.logFolder)).error;
    if (found) causes.set(call, found);
    return found ? { ...summary, error: found } : summary;
  };
  return [
    {
      method: "GET",
      path: "calls",
      query: [...filterParameters, "limit"],
      handle: async (request) => {
        const filter = filterOf(request);
        const limit = request.integer("limit", { min: 1, max: 500, fallback: 100 });
        const calls: (CallSummary | Promise<CallSummary>)[] = [];
        let searched = 0;
        for (const call of recorder.latest()) {
          if (calls.length === limit) break;
          if (!passes(call, filter)) continue;
          const summary = shown(call);
          if (!mentions(summary, filter.text)) continue;
          const isSearched = summary.error?.cause === "backend" && summary.status >= 500;
          calls.push(isSearched && searched++ < mostSearched ? withCause(call) : summary);
        }
        return {
          calls: await Promise.all(calls),
          kept: recorder.counts.kept,
          unrecorded: recorder.counts.unrecorded,
        };
      },
    },
    {
      method: "GET",
      path: "calls/live",
      query: filterParameters,
      handle: (request) => liveCalls(recorder, filterOf(request), shown),
    },
    {
      method: "GET",
      path: "calls/{id}",
      handle: async (request) => {
        const call = found(request);
        return record(call, await linesOf(call, options.logFolder));
      },
    },
    {
      method: "GET",
      path: "calls/{id}/curl",
      handle: (request) => {
        const call = found(request);
        const { claims } = call.exchange?.authorizer ?? {};
        return { command: curlOf(record(call), addressOf(call, options.urls), claims) };
      },
    },
    {
      method: "POST",
      path: "calls/{id}/replay",
      handle: (request) => {
        const call = found(request);
        return replay(call, { url: addressOf(call, options.urls), signIn: options.signIn });
      },
    },
  ];
}

/** @throws ControlError 404 */
function find(recorder: CallRecorder, id: string): RecordedCall {
  const call =
    recorder.get(id) ??
    recorder.latest().find((each) => each.traceId === id || correlationIdOf(each) === id);
  if (call !== undefined) return call;
  const { kept } = recorder.counts;
  throw new ControlError(
    404,
    `There is no call "${id}" among the last ${kept}. Use a request id, a correlation id or a trace id of GET calls.`,
  );
}
