import { ControlError, unknownName } from "../control/index.ts";
import { type RecordedCall, startOf, statusOf } from "./recorded.ts";
import type { CallSummary } from "./record.ts";

/** Which calls are wanted. */
export interface CallFilter {
  readonly region: string | undefined;
  readonly route: string | undefined;
  readonly status: ((status: number) => boolean) | undefined;
  /** In lower case. */
  readonly text: string | undefined;
  /** Calls that began at this time or later, in epoch ms. */
  readonly since: number | undefined;
}

/** The parameters of a filter, for the list of endpoints. */
export const filterParameters = ["region", "route", "status", "q", "since"] as const;

/**
 * Reads a filter from a query.
 *
 * @param known - regions of the platform
 * @throws ControlError 400 for a wrong value, 404 for an unknown region
 */
export function readFilter(query: URLSearchParams, known: readonly string[]): CallFilter {
  const given = (name: string) => query.get(name)?.trim() || undefined;
  const region = given("region");
  if (region !== undefined && !known.includes(region)) throw unknownName("region", region, known);
  const status = given("status");
  const since = given("since");
  return {
    region,
    route: given("route"),
    status: status === undefined ? undefined : readStatus(status),
    text: given("q")?.toLowerCase(),
    since: since === undefined ? undefined : readTime(since),
  };
}

function readStatus(text: string): (status: number) => boolean {
  if (text === "failed") return (status) => status >= 400 || status === 0;
  const [, hundreds] = /^([1-5])xx$/i.exec(text) ?? [];
  if (hundreds !== undefined) return (status) => Math.trunc(status / 100) === Number(hundreds);
  const [, first, last = first] = /^(\d{3}|0)(?:-(\d{3}))?$/.exec(text) ?? [];
  if (first === undefined || Number(first) > Number(last)) {
    const allowed =
      'Use a status such as 404, a class such as "5xx", a range such as "400-429", or "failed"';
    throw new ControlError(400, `The parameter ?status= is "${text}". ${allowed}.`);
  }
  return (status) => status >= Number(first) && status <= Number(last);
}

function readTime(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(time)) return time;
  const allowed = "Use a time such as 2026-11-30T12:00:00Z, or milliseconds since 1970";
  throw new ControlError(400, `The parameter ?since= is "${text}". ${allowed}.`);
}

/** Whether a call passes all of a filter but its text, which is compared with what is shown. */
export function passes(call: RecordedCall, { region, route, status, since }: CallFilter): boolean {
  if (region !== undefined && call.region !== region) return false;
  if (status !== undefined && !status(statusOf(call))) return false;
  if (since !== undefined && performance.timeOrigin + startOf(call) < since) return false;
  if (route === undefined) return true;
  const found = call.exchange?.route;
  return found !== undefined && `${found.method} ${found.resourcePath}` === route;
}

/** Whether a filter's text is in what is shown of a call: ids, method, path, route, status, error. */
export function mentions(shown: CallSummary, text: string | undefined): boolean {
  if (text === undefined) return true;
  const { id, correlationId, method, path, route = "", status, region = "", error } = shown;
  const { cause = "", detail = "", hint = "" } = error ?? {};
  const all = [id, correlationId, `${method} ${path}`, route, status, region, cause, detail, hint];
  return all.join("\n").toLowerCase().includes(text);
}
