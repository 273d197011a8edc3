import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A line in a log group of a region. */
export interface StoredLine {
  readonly region: string;
  readonly logGroup: string;
  readonly timestamp: string;
  readonly message: string;
}

interface Query {
  readonly rows: readonly object[];
  readings: number;
}

/** Logs Insights over HTTP, as its API Reference describes it, for the queries that commands make. */
export interface InsightsServer {
  readonly url: string;
  /** Texts of all queries that were started, by region. */
  readonly queries: { readonly region: string; readonly text: string }[];
  close(): Promise<void>;
}

interface Behavior {
  readonly lines?: readonly StoredLine[];
  /** Results of a query that counts lines. @default lines, as a query for them gets */
  readonly counted?: (text: string, region: string) => readonly Record<string, string>[];
  /** Queries that find nothing, because the lines have not arrived. @default 0 */
  readonly late?: number;
  /** Calls that are refused as too many, before others work. @default 0 */
  readonly refused?: number;
}

export async function startInsights({
  lines = [],
  counted,
  late = 0,
  refused = 0,
}: Behavior): Promise<InsightsServer> {
  const queries: { region: string; text: string }[] = [];
  const running = new Map<string, Query>();
  let leftLate = late;
  let leftRefused = refused;

  const answer = (target: string, region: string, input: Record<string, unknown>) => {
    if (leftRefused-- > 0) return [400, { __type: "LimitExceededException", message: "Too many." }];
    if (target === "Logs_20140328.StartQuery") {
      const { startTime, endTime, queryString } = input as Record<string, number | string>;
      // Times are in seconds.
      if (!(Number(startTime) < Number(endTime) && Number(endTime) < 1e10)) {
        return [400, { __type: "InvalidParameterException", message: "Times." }];
      }
      const text = String(queryString);
      queries.push({ region, text });
      const queryId = `query-${queries.length}`;
      const found = leftLate-- > 0 ? [] : lines.filter((line) => fits(line, region, text));
      let rows: readonly object[];
      try {
        rows = counted ? counted(text, region).map(fieldsOf) : found.map(rowOf);
      } catch {
        return [500, { __type: "ServiceUnavailableException", message: "Down." }];
      }
      running.set(queryId, { rows, readings: 0 });
      return [200, { queryId }];
    }
    const query = running.get(String(input["queryId"]));
    if (!query) return [400, { __type: "ResourceNotFoundException", message: "No query." }];
    query.readings += 1;
    if (query.readings === 1) return [200, { status: "Running", results: [] }];
    return [200, { status: "Complete", results: query.rows }];
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const scope = /Credential=\w+\/\d{8}\/([\w-]+)\/logs\/aws4_request/.exec(
        String(request.headers.authorization),
      );
      const input = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      const [status, body] = scope
        ? answer(String(request.headers["x-amz-target"]), scope[1]!, input)
        : [400, { __type: "com.amazon.coral.service#UnrecognizedClientException", message: "No." }];
      response.writeHead(status as number).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `SOURCE logGroups(namePrefix: […])` and `filter @message like "…" or …`. */
function fits(line: StoredLine, region: string, text: string): boolean {
  const prefixes = Array.from(text.matchAll(/'([^']+)'/g), ([, prefix]) => prefix!);
  const ids = Array.from(text.matchAll(/@message like "([^"]+)"/g), ([, id]) => id!);
  return (
    line.region === region &&
    prefixes.some((prefix) => line.logGroup.startsWith(prefix)) &&
    ids.some((id) => line.message.includes(id))
  );
}

const fieldsOf = (row: Record<string, string>) =>
  Object.entries(row).map(([field, value]) => ({ field, value }));

const rowOf = ({ timestamp, message, logGroup }: StoredLine) => [
  { field: "@timestamp", value: timestamp },
  { field: "@message", value: message },
  { field: "@log", value: `123456789012:${logGroup}` },
  { field: "@logStream", value: "stream" },
  { field: "@ptr", value: "ptr" },
];
