import type { Level, LogLine } from "../../apiTypes/logs.ts";
import { ControlError } from "../../control/index.ts";
import { levels, readLine } from "./logLine.ts";
import type { FileLine } from "./readBackwards.ts";

/** What is known of calls, by their request ids. */
export interface KnownCalls {
  /** Whether it was a health check that passed. */
  readonly isPassedCheck: (id: string) => boolean;
  /** Whether it was another call, and has ended. */
  readonly isOther: (id: string) => boolean;
}

/** What lines are looked for. */
export interface LogQuery {
  /** In lower case; empty for all lines. */
  readonly text: string;
  /** The least level. */
  readonly level: Level;
  /** A request's or correlation's id that the line contains; empty for all lines. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Hides the lines of health checks that passed. @default all lines are shown */
  readonly hidesChecks: KnownCalls | undefined;
}

/**
 * @param calls - tell the lines that `checks=hidden` hides
 * @throws ControlError 400
 */
export function readQuery(query: URLSearchParams, calls: KnownCalls): LogQuery {
  const level = query.get("level") || "trace";
  const known = levels.find((each) => each === level);
  if (!known) {
    throw new ControlError(400, `The parameter ?level= is "${level}". Use ${levels.join(", ")}.`);
  }
  return {
    text: (query.get("text") ?? "").toLowerCase(),
    level: known,
    id: query.get("id") ?? "",
    from: time(query, "since", -Infinity),
    to: time(query, "until", Infinity),
    hidesChecks: areChecksHidden(query) ? calls : undefined,
  };
}

function areChecksHidden(query: URLSearchParams): boolean {
  const given = query.get("checks") || "shown";
  if (given === "shown" || given === "hidden") return given === "hidden";
  throw new ControlError(400, `The parameter ?checks= is "${given}". Use shown or hidden.`);
}

/**
 * Whether a line is left out because it is of a health check that passed. Warnings and errors never are.
 *
 * @returns `undefined` while its call is in progress
 */
export function isHidden(line: LogLine, { hidesChecks }: LogQuery): boolean | undefined {
  const { level, requestId, correlationId } = line;
  const ids = [requestId, correlationId].filter((id) => id !== undefined);
  if (!hidesChecks || level === "warn" || level === "error" || ids.length === 0) return false;
  if (ids.some(hidesChecks.isPassedCheck)) return true;
  return ids.some(hidesChecks.isOther) ? false : undefined;
}

function time(query: URLSearchParams, name: string, fallback: number): number {
  const given = query.get(name);
  if (given === null || given === "") return fallback;
  const value = Date.parse(given);
  if (!Number.isNaN(value)) return value;
  throw new ControlError(
    400,
    `The parameter ?${name}= is "${given}". Use ISO 8601, such as 2026-11-30T17:00:00Z.`,
  );
}

/** The line if it is looked for. Lines without a time count as of any time. */
export function matchingLine(
  source: string,
  { text, isCut }: Pick<FileLine, "text" | "isCut">,
  query: LogQuery,
): LogLine | undefined {
  if (text.trim() === "") return undefined;
  if (query.id !== "" && !text.includes(query.id)) return undefined;
  if (query.text !== "" && !text.toLowerCase().includes(query.text)) return undefined;
  const line = readLine(source, text);
  if (levels.indexOf(line.level) < levels.indexOf(query.level)) return undefined;
  const at = line.time === undefined ? undefined : Date.parse(line.time);
  if (at !== undefined && (at < query.from || at > query.to)) return undefined;
  return isCut ? { ...line, isCut } : line;
}
