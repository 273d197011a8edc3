import { setTimeout as wait } from "node:timers/promises";
import { documentOf, type LogDocument, type LogKind } from "../../functions/logs/document.ts";
import { follow } from "./callIds.ts";
import type { LogsEndpoint } from "./logsApi.ts";
import { type QueryRow, runQuery } from "./runQuery.ts";

export interface RegionSearch {
  readonly region: string;
  readonly environment: string;
  readonly id: string;
  /** Start of the searched time, in ms since 1970. */
  readonly since: number;
  /** How long to repeat while nothing is found, in ms: lines arrive late. */
  readonly patienceMs: number;
  /** Whether another region has found the call: then nothing more is expected here. @default never */
  readonly isFound?: () => boolean;
  readonly progress: (message: string) => void;
  /** @default AWS's */
  readonly endpoint?: LogsEndpoint;
  /** Pause between two readings of results, in ms. @default 500 */
  readonly pollMs?: number;
  /** Pause between two searches, in ms. @default 3000 */
  readonly pauseMs?: number;
}

/** Names of an environment's log groups begin with these. Logs Insights takes up to 5. */
const prefixesOf = (environment: string): string[] => [
  `${environment}-`,
  `aws-waf-logs-${environment}-`,
  `/aws/vendedlogs/${environment}`,
  "API-Gateway-Execution-Logs_",
];

const mostLines = 1_000;

/** The lines about a call in a region, by queries of Logs Insights: by the id, then by the ids found with it. */
export async function regionDocuments(search: RegionSearch): Promise<LogDocument[]> {
  const until = Date.now() + search.patienceMs;
  let first = await query(search, [search.id]);
  while (first.length === 0 && (await pause(search, until))) {
    search.progress("nothing yet; lines arrive some seconds late");
    first = await query(search, [search.id]);
  }
  if (first.length === 0) return [];
  search.progress(`${first.length} lines; looking for those that they lead to`);
  return follow((ids) => query(search, ids), search.id, first);
}

/** Waits before the next search. @returns false if there should be none */
async function pause({ pauseMs = 3_000, isFound }: RegionSearch, until: number): Promise<boolean> {
  const end = Date.now() + pauseMs;
  for (;;) {
    const now = Date.now();
    if (isFound?.() || now >= until) return false;
    if (now >= end) return true;
    await wait(Math.min(100, end - now));
  }
}

/** @param ids - with safe characters only */
const queryText = (environment: string, ids: readonly string[]): string => {
  const prefixes = prefixesOf(environment).map((prefix) => `'${prefix}'`);
  const conditions = ids.map((id) => `@message like "${id}"`);
  return [
    `SOURCE logGroups(namePrefix: [${prefixes.join(", ")}])`,
    "fields @timestamp, @message, @log, @logStream",
    `filter ${conditions.join(" or ")}`,
    "sort @timestamp asc",
    `limit ${mostLines}`,
  ].join("\n| ");
};

async function query(search: RegionSearch, ids: readonly string[]): Promise<LogDocument[]> {
  const { region, environment } = search;
  const text = queryText(environment, ids);
  const rows = await runQuery({ ...search, text, limit: mostLines });
  return rows.map((row) => toDocument(row, region, environment));
}

function toDocument(row: QueryRow, region: string, environment: string): LogDocument {
  const value = (name: string) => row[name] ?? "";
  // `@log` is `<account>:<log group>`.
  const [, account = "", logGroup = ""] = /^(?:(\d+):)?(.*)$/s.exec(value("@log")) ?? [];
  const message = value("@message");
  // Logs Insights gives times in UTC, without saying so.
  const timestamp = Date.parse(`${value("@timestamp").replace(" ", "T")}Z`);
  const place = { region, environment, account, logGroup, logStream: value("@logStream") };
  const source = logGroup.replace(/-[\da-f]{7}$/, "");
  const event = { message, timestamp: Number.isNaN(timestamp) ? undefined : timestamp };
  return documentOf(kindOf(logGroup, message), event, { ...place, source });
}

/** The kind of a log group, by its name and, for functions and services, by what is in its lines. */
function kindOf(logGroup: string, message: string): LogKind {
  if (logGroup.startsWith("aws-waf-logs-")) return "firewall";
  if (logGroup.startsWith("API-Gateway-Execution-Logs_")) return "execution";
  if (logGroup.startsWith("/aws/vendedlogs/")) return "identity";
  if (/-flow-logs-[\da-f]{7}$/.test(logGroup)) return "network";
  if (/-access-[\da-f]{7}(\/Canary)?$/.test(logGroup)) return "access";
  return /^\{.*"path":/s.test(message) && !message.includes('"upstreamMs"')
    ? "service"
    : "function";
}
