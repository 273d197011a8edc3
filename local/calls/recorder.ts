import { randomUUID } from "node:crypto";
import type { EdgeCall } from "../edge/edgeCall.ts";
import { healthCheckAgent } from "../edge/probe.ts";
import type { CallSink, RefusedRequest } from "../gateway/exchange/callSink.ts";
import type { Exchange } from "../gateway/exchange/exchange.ts";
import { traceRoot } from "../gateway/exchange/ids.ts";
import { StreamedBody } from "../gateway/response/streamedBody.ts";
import { KeptExchange } from "./keptExchange.ts";
import { CallRing } from "./ring.ts";
import { type CallLimits, defaultLimits } from "./limits.ts";
import { keepBody, type KeptBody, type RecordedCall } from "./recorded.ts";
import { ToldSpans } from "./service/toldSpans.ts";
import { type TracedSpan, Traces } from "./traces.ts";

/** Memory of a call besides its bodies, in bytes: headers, steps, claims. */
const callBytes = 6_000;

/**
 * Keeps the last calls of the platform in memory. What happens for each call is little: objects that exist are kept
 * together. What is shown of a call is made when somebody asks for it.
 */
export class CallRecorder {
  readonly limits: CallLimits;
  readonly #traces: Traces;
  readonly #told: ToldSpans[] = [];
  readonly #calls: CallRing;
  readonly #followers = new Set<(call: RecordedCall) => void>();
  readonly #inProgress = new Map<string, Set<Exchange>>();
  #unrecorded = 0;
  #second = 0;
  #inSecond = 0;

  constructor(limits: Partial<CallLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
    const { calls, spansPerCall } = this.limits;
    this.#calls = new CallRing(this.limits);
    this.#traces = new Traces({ traces: calls, spansPerTrace: spansPerCall });
  }

  /** The kept calls, the latest first. */
  latest(): RecordedCall[] {
    return [...this.#calls.latest()];
  }

  get(id: string): RecordedCall | undefined {
    return this.#calls.get(id);
  }

  /** Numbers of calls that are kept, and of those that were only counted because there were too many at once. */
  get counts(): { readonly kept: number; readonly unrecorded: number; readonly bytes: number } {
    return { kept: this.#calls.size, unrecorded: this.#unrecorded, bytes: this.#calls.bytes };
  }

  /** Calls back with each new call. @returns a function that ends it */
  follow(follower: (call: RecordedCall) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** Receives the calls of a region's gateways. */
  gateway(region: string): CallSink {
    const inProgress = new Set<Exchange>();
    this.#inProgress.set(region, inProgress);
    return {
      begin: (exchange) => void inProgress.add(exchange),
      end: (exchange) => {
        inProgress.delete(exchange);
        this.#addExchange(region, exchange);
      },
      refused: (request) => this.#addRefused(region, request),
    };
  }

  /** Adds the edge's part to a call, or a call that the edge answered itself. */
  readonly edge = (edge: EdgeCall): void => {
    const call = this.#calls.get(edge.header("x-amzn-requestid") ?? "");
    // A response from CloudFront's cache has the id of the call that it was made for.
    if (call !== undefined && call.edge === undefined && !isFromCache(edge)) {
      call.edge = edge;
      return;
    }
    if (call === undefined && edge.header("x-amzn-requestid") !== undefined && !isFromCache(edge)) {
      return;
    }
    const none = keepBody(undefined, this.limits);
    const { startedAt, endedAt } = edge;
    const times = { startedAt, endedAt, requestBody: none, responseBody: none, bytes: callBytes };
    if (!this.#admits(edge.status)) return;
    this.#add({ id: randomUUID(), traceId: undefined, region: undefined, edge, ...times });
  };

  /** Receives the lines in which a service tells its spans. */
  service(name: string): (line: string) => void {
    const told = new ToldSpans(name);
    this.#told.push(told);
    return (line) => told.add(line);
  }

  /** Adds a span of AWS to the calls of its trace. */
  addSpan(root: string, span: TracedSpan): void {
    this.#traces.add(root, span);
  }

  /**
   * Adds a span without a trace to the only call in progress in a region, and marks it as assumed.
   *
   * @param at - when it began, by `performance.now()`
   */
  addUntraced(region: string, span: TracedSpan): void {
    const inProgress = this.#inProgress.get(region);
    if (inProgress?.size !== 1) return;
    const [exchange] = inProgress;
    if (exchange!.steps.list[0]!.startedAt > span.startedAt) return;
    const attributes = { ...span.attributes, assumed: true };
    this.#traces.add(traceRoot(exchange!.trace)!, { ...span, attributes });
  }

  /** The spans of a call. Calls of one trace are told apart by correlation id, else by time. */
  spansOf(call: RecordedCall): TracedSpan[] {
    const { traceId: root } = call;
    if (root === undefined) return [];
    const told = this.#told.flatMap((each) => each.of(root));
    const all = [...this.#traces.of(root), ...told].slice(0, this.limits.spansPerCall);
    if (all.length === 0) return [];
    const calls = this.latest().filter(({ traceId }) => traceId === root);
    if (calls.length === 1) return all;
    const owner = ({ correlationId }: TracedSpan) =>
      calls.find(({ id }) => id === correlationId)?.id;
    return all.filter((span) => {
      const known = owner(span);
      if (known !== undefined) return known === call.id;
      return span.startedAt >= call.startedAt && span.endedAt <= call.endedAt;
    });
  }

  #addExchange(region: string, exchange: Exchange): void {
    const { steps, ids, reply } = exchange;
    if (isPassedCheck(exchange)) return;
    if (!this.#admits(reply?.status ?? 0)) return;
    if (reply === undefined) steps.end();
    const requestBody = keepBody(exchange.body, this.limits);
    const responseBody = bodyOf(reply?.body, this.limits);
    const isCut = !responseBody.isWhole || responseBody.isStreamed;
    const kept = new KeptExchange(exchange, reply && isCut ? { ...reply, body: "" } : reply);
    this.#add({
      id: ids.requestId,
      traceId: traceRoot(exchange.trace),
      region,
      exchange: kept,
      startedAt: kept.startedAt,
      endedAt: kept.endedAt,
      requestBody,
      responseBody,
      bytes: callBytes + requestBody.bytes.length + responseBody.bytes.length,
    });
  }

  #addRefused(region: string, refused: RefusedRequest): void {
    if (!this.#admits(refused.reply.status)) return;
    const { startedAt, ids } = refused;
    const requestBody = keepBody(undefined, this.limits);
    const responseBody = bodyOf(refused.reply.body, this.limits);
    const endedAt = performance.now();
    const rest = { startedAt, endedAt, requestBody, responseBody, bytes: callBytes };
    this.#add({ id: ids.requestId, traceId: undefined, region, refused, ...rest });
  }

  /** Counts a call against the rate; faults are always recorded. */
  #admits(status: number): boolean {
    const second = Math.trunc(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    this.#inSecond += 1;
    if (status >= 500 || this.#inSecond <= this.limits.callsPerSecond) return true;
    this.#unrecorded += 1;
    return false;
  }

  #add(call: RecordedCall): void {
    this.#calls.add(call);
    for (const follower of this.#followers) follower(call);
  }
}

function bodyOf(body: string | Buffer | StreamedBody | undefined, limits: CallLimits): KeptBody {
  if (!(body instanceof StreamedBody)) return keepBody(body, limits);
  return { bytes: "", length: body.length ?? 0, isWhole: true, isStreamed: true };
}

/** Health checks of the edge come each second; only failed ones tell something. */
const isPassedCheck = ({ request, reply }: Exchange): boolean =>
  request.headers.last("user-agent") === healthCheckAgent && (reply?.status ?? 0) < 400;

/** CloudFront's cache answered, without the region. */
const isFromCache = (edge: EdgeCall): boolean => /hit/i.test(edge.header("x-cache") ?? "");
