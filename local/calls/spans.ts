import type { EdgeCall } from "../edge/edgeCall.ts";
import type { Step } from "../gateway/exchange/steps.ts";
import { proxyLineIn } from "./proxyLine.ts";
import type { LogLine, Span } from "./record.ts";
import { endOf, type RecordedCall, startOf } from "./recorded.ts";
import type { TracedSpan } from "./traces.ts";

/** A span with the times of `performance.now()`. */
interface Timed extends Omit<Span, "startMs" | "durationMs"> {
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * The parts of a call as a tree: the edge, within it the gateway with its steps, and within these what services and AWS
 * did. A part never reaches out of its parent, so the times that the parts take themselves add up to the call's.
 */
export function spansOf(
  call: RecordedCall,
  traced: readonly TracedSpan[],
  logs: readonly LogLine[] = [],
): Span[] {
  const spans: Timed[] = [];
  const { edge, exchange, refused } = call;
  if (edge !== undefined) spans.push(...edgeSpans(edge));
  if (exchange !== undefined || refused !== undefined) {
    const parent = attemptOf(call);
    const attributes: Span["attributes"] = {
      ...(call.region !== undefined && { region: call.region }),
      ...(exchange && { stage: exchange.served.model.stage.name, api: exchange.served.model.name }),
    };
    const { startedAt, endedAt } = call;
    const whole = { id: "gateway", name: "gateway", kind: "gateway", attributes } as const;
    spans.push({ ...whole, ...(parent && { parent }), startedAt, endedAt });
  }
  const steps = exchange?.steps.list ?? [];
  for (const [index, step] of steps.entries()) {
    // The last step ends with the call.
    const endedAt = step.endedAt === 0 ? call.endedAt : step.endedAt;
    spans.push({
      ...{ id: `step${index}`, parent: "gateway", kind: step.kind, name: nameOf(step, index) },
      ...{ attributes: step.attributes ?? {}, startedAt: step.startedAt, endedAt },
    });
    if (step.attributes?.["coldStart"] === true) spans.push(...functionSpans(spans.at(-1)!));
  }
  const all = traced.some(({ kind }) => kind === "service")
    ? traced
    : withServiceOfProxy(spans, traced, logs);
  spans.push(...within(spans, all));
  return finished(spans, startOf(call), endOf(call));
}

/** The sent request that led to the gateway: the last one. */
const attemptOf = ({ edge }: RecordedCall): string | undefined =>
  edge && (edge.attempts.length > 0 ? `attempt${edge.attempts.length - 1}` : "edge");

function edgeSpans(edge: EdgeCall): Timed[] {
  const attributes = { attempts: edge.attempts.length, status: edge.status };
  const { startedAt, endedAt } = edge;
  const whole: Timed = { id: "edge", name: "edge", kind: "edge", attributes, startedAt, endedAt };
  return [
    whole,
    ...edge.attempts.map((attempt, index): Timed => ({
      ...{ id: `attempt${index}`, parent: "edge", name: `to ${attempt.region}`, kind: "edge" },
      ...{ startedAt: attempt.startedAt, endedAt: attempt.endedAt || endedAt },
      attributes: { region: attempt.region, result: attempt.result },
    })),
  ];
}

/** A function's time: the start of a new instance, and the work itself. */
function functionSpans({ id, kind, startedAt, endedAt, attributes }: Timed): Timed[] {
  const ready = startedAt + Number(attributes["initMs"]);
  const part = { parent: id, kind, attributes: {} };
  return [
    { ...part, id: `${id}init`, name: "cold start", startedAt, endedAt: ready },
    { ...part, id: `${id}handler`, name: "handler", startedAt: ready, endedAt },
  ];
}

/**
 * Adds a service that tells nothing of its calls, such as one in another language: its time by the proxy function's log
 * line. When it began is not in the line, so it is placed in the middle, and around its requests to AWS.
 */
function withServiceOfProxy(
  spans: readonly Timed[],
  traced: readonly TracedSpan[],
  logs: readonly LogLine[],
): readonly TracedSpan[] {
  const step = spans.findLast(({ kind }) => kind === "function");
  const line = proxyLineIn(logs);
  if (step === undefined || line === undefined) return traced;
  const isOwn = ({ parent, attributes, startedAt, endedAt }: TracedSpan) =>
    parent === undefined &&
    attributes["assumed"] === true &&
    startedAt >= step.startedAt &&
    endedAt <= step.endedAt;
  const own = traced.filter(isOwn);
  const middle = (step.startedAt + step.endedAt) / 2;
  const half = Math.min(line.upstreamMs, step.endedAt - step.startedAt) / 2;
  const service: TracedSpan = {
    ...{ id: "service", parent: undefined, name: line.service, kind: "service" },
    startedAt: Math.min(middle - half, ...own.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(middle + half, ...own.map(({ endedAt }) => endedAt)),
    attributes: { attempts: line.attempts, assumed: true, source: "the proxy function's log" },
  };
  return [
    ...traced.map((span) => (own.includes(span) ? { ...span, parent: service.id } : span)),
    service,
  ];
}

const names: Partial<Record<Step["kind"], string>> = {
  throttle: "API key and limits",
  request: "request's body",
  validator: "validation",
};

/** The gateway's own steps are the reading of the request's head, and the choice of the route. */
const nameOf = ({ kind, attributes }: Step, index: number): string => {
  if (kind === "gateway") return index === 0 ? "request's head" : "route";
  return String(attributes?.["function"] ?? attributes?.["authorizer"] ?? names[kind] ?? kind);
};

/** Places spans below the service that made the request, else below the step that was going on. */
function within(steps: readonly Timed[], traced: readonly TracedSpan[]): Timed[] {
  const known = new Set(traced.map(({ id }) => id));
  return traced.map(({ parent, correlationId: _, ...span }): Timed => {
    if (parent !== undefined && known.has(parent) && parent !== span.id) return { ...span, parent };
    const middle = (span.startedAt + span.endedAt) / 2;
    const step = steps.findLast((each) => each.startedAt <= middle && middle <= each.endedAt);
    return { ...span, parent: step?.id ?? "gateway" };
  });
}

/** Converts times, and keeps each span within its parent. */
function finished(spans: readonly Timed[], start: number, end: number): Span[] {
  const limits = new Map<string, readonly [start: number, end: number]>();
  const done: Span[] = [];
  const waiting = [...spans];
  // Parents come before their children, however the spans arrived.
  for (let left = -1; waiting.length > 0 && waiting.length !== left;) {
    left = waiting.length;
    for (const span of waiting.splice(0)) {
      const parent = span.parent === undefined ? ([start, end] as const) : limits.get(span.parent);
      if (parent === undefined) {
        waiting.push(span);
        continue;
      }
      const from = clamp(span.startedAt, parent);
      const to = Math.max(from, clamp(span.endedAt, parent));
      limits.set(span.id, [from, to]);
      const { startedAt: _from, endedAt: _to, ...rest } = span;
      done.push({ ...rest, startMs: rounded(from - start), durationMs: rounded(to - from) });
    }
  }
  return done.sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs);
}

const clamp = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(most, Math.max(least, value));

/** To microseconds. */
export const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
