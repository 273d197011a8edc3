import { setTimeout as wait } from "node:timers/promises";
import { awsLogs, callLogs, type LogsEndpoint } from "./logsApi.ts";
import { TraceError } from "./traceError.ts";

export interface LogQuery {
  readonly region: string;
  /** In the language of Logs Insights; `SOURCE` names the log groups. */
  readonly text: string;
  /** Start of the searched time, in ms since 1970; it ends now. */
  readonly since: number;
  /** Rows at most. */
  readonly limit: number;
  /** @default AWS's */
  readonly endpoint?: LogsEndpoint;
  /** Pause between two readings of results, in ms. @default 500 */
  readonly pollMs?: number;
}

/** Values of a row by their fields; a field that a line lacks is missing. */
export type QueryRow = Readonly<Record<string, string>>;

interface Results {
  readonly status: string;
  readonly results?: readonly (readonly { field: string; value: string }[])[];
}

/**
 * Runs a query of Logs Insights, which costs 0.005 USD for each GB of the groups that it reads.
 *
 * @throws TraceError if CloudWatch Logs refuses or ends it
 */
export async function runQuery(query: LogQuery): Promise<QueryRow[]> {
  const { region, text, since, limit, endpoint = awsLogs(region), pollMs = 500 } = query;
  const { queryId } = await callLogs<{ queryId: string }>(
    region,
    "StartQuery",
    {
      startTime: Math.floor(since / 1000),
      endTime: Math.ceil(Date.now() / 1000),
      queryString: text,
      limit,
    },
    endpoint,
  );
  for (;;) {
    await wait(pollMs);
    const found = await callLogs<Results>(region, "GetQueryResults", { queryId }, endpoint);
    if (found.status === "Complete") {
      return (found.results ?? []).map((row) =>
        Object.fromEntries(row.map(({ field, value }) => [field, value])),
      );
    }
    if (!["Running", "Scheduled"].includes(found.status)) {
      throw new TraceError(
        `The query in ${region} ended as ${found.status}. Try a shorter --since.`,
      );
    }
  }
}
