import type { Level, LogLine } from "../../apiTypes/logs.ts";

/** From the least to the worst. */
export const levels: readonly Level[] = ["trace", "debug", "info", "warn", "error"];

/** Reads a line: one of JSON, or a text that may begin with a time and a level. */
export function readLine(source: string, text: string): LogLine {
  const fields = fieldsOf(text);
  return fields ? structured(source, text, fields) : plain(source, text);
}

function structured(source: string, text: string, all: Record<string, unknown>): LogLine {
  const { time, timestamp, ts, requestTime, level, severity, message, msg, ...fields } = all;
  const at = [time, timestamp, ts, requestTime, all["@timestamp"]].map(isoOf).find(Boolean);
  const said = [message, msg].find((each) => typeof each === "string" && each !== "");
  return {
    source,
    ...(at !== undefined && { time: at }),
    level: levelOf(level ?? severity) ?? levelOfStatus(fields["status"]) ?? "info",
    message: [said, summaryOf(fields)].filter((part) => part !== undefined).join(" ") || text,
    fields,
    ...idsOf(fields),
  };
}

/** Of an access log's line. */
function summaryOf(fields: Record<string, unknown>): string | undefined {
  const { status, durationMs: took, errorType, error } = fields;
  const path = fields["path"] ?? fields["resourcePath"] ?? fields["route"];
  if (status === undefined && path === undefined) return undefined;
  const parts = [
    ...[
      fields["method"] ?? fields["httpMethod"],
      path,
      status,
      took !== undefined && `${String(took)} ms`,
      errorType,
    ],
    typeof error === "string" && error.split("\n", 1)[0],
  ];
  return parts.filter((part) => part !== undefined && part !== false && part !== "-").join(" ");
}

function plain(source: string, text: string): LogLine {
  const head = text.slice(0, 120);
  const at = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)/.exec(
    head,
  )?.[1];
  const time = isoOf(at?.replace(",", "."));
  const word = /\b(TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b/.exec(head)?.[1];
  const isError = /^\s*(?:\w*Error\b|Traceback |\s+at .+:\d+:\d+\)?$)/.test(head);
  const requestId = /\bRequestId: ([\da-f-]{36})\b/.exec(head)?.[1];
  return {
    source,
    ...(time !== undefined && { time }),
    level: levelOf(word) ?? (isError ? "error" : "info"),
    message: text,
    ...(requestId !== undefined && { requestId }),
  };
}

function fieldsOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Levels of pino are numbers: 30 is info. */
function levelOf(level: unknown): Level | undefined {
  if (typeof level === "number")
    return levels[Math.min(4, Math.max(0, Math.floor(level / 10) - 1))];
  if (typeof level !== "string") return undefined;
  const name = level.toLowerCase();
  if (name.startsWith("warn")) return "warn";
  if (["fatal", "critical", "err"].includes(name)) return "error";
  return levels.find((each) => each === name);
}

function levelOfStatus(status: unknown): Level | undefined {
  const code = Number(status);
  return code >= 500 ? "error" : code >= 400 ? "warn" : undefined;
}

function idsOf({ requestId, correlationId }: Record<string, unknown>) {
  return {
    ...(typeof requestId === "string" && { requestId }),
    ...(typeof correlationId === "string" && { correlationId }),
  };
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** From ISO 8601, epoch seconds or milliseconds, or an access log's `30/Nov/2026:17:36:51 +0000`. */
function isoOf(time: unknown): string | undefined {
  if (typeof time === "number") return dateOf(time < 1e11 ? time * 1000 : time);
  if (typeof time !== "string") return undefined;
  if (/^\d{10,13}$/.test(time)) return isoOf(Number(time));
  const common = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(time);
  if (!common) return dateOf(time);
  const [, day, month = "", year, clock, hours, minutes] = common;
  const number = String(months.indexOf(month) + 1).padStart(2, "0");
  return dateOf(`${year}-${number}-${day}T${clock}${hours}:${minutes}`);
}

function dateOf(time: string | number): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
