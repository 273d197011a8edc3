import type { StepKind } from "../gateway/exchange/steps.ts";

/** A call of the platform's API, as the JSON API tells it. Secrets are masked. */
export interface CallRecord extends CallSummary {
  /** The id of the platform's X-Ray trace: `1-…-…`. */
  readonly traceId?: string;
  /** The path with its query. */
  readonly target: string;
  /** The caller's address at the gateway. */
  readonly sourceIp?: string;
  /** The user or machine that the authorizer has found: `sub`, or the principal's id. */
  readonly principal?: string;
  /** In the order of their starts. */
  readonly spans: readonly Span[];
  /** Lines of all processes' logs that name the call. */
  readonly logs: readonly LogLine[];
  readonly request: Message;
  /** Left out if the client has disconnected before. */
  readonly response?: Message;
}

/** A line of the list of calls. */
export interface CallSummary {
  /** The gateway's request id (`x-amzn-RequestId`); an id of its own for what the edge answered itself. */
  readonly id: string;
  /** The client's `x-correlation-id`, else the id. */
  readonly correlationId: string;
  /** The start, ISO 8601. */
  readonly at: string;
  /** Left out if no region got the call. */
  readonly region?: string;
  readonly method: string;
  /** Without the stage and the query. */
  readonly path: string;
  /** Such as `GET /orders/{id}`; left out if no route was found. */
  readonly route?: string;
  /** 0 if the client has disconnected before the response. */
  readonly status: number;
  /** From the first byte at the edge, or at the gateway, to the end of the response. */
  readonly durationMs: number;
  /** Why the platform itself refused the call, or why it failed. */
  readonly error?: CallError;
}

export interface CallError {
  /** The kind, such as `template`, `throttle` or `no-route`. */
  readonly cause: string;
  /** What happened, in a sentence. */
  readonly detail: string;
  /** What to do, where a likely mistake is known. */
  readonly hint?: string;
}

export type SpanKind = StepKind | "edge" | "service" | "table" | "queue" | "bucket" | "aws";

/** A part of a call, within its parent. Times are in ms, with fractions, from the start of the call. */
export interface Span {
  readonly id: string;
  /** Left out for the whole call. */
  readonly parent?: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly durationMs: number;
  /**
   * More about it. `assumed` is true if the part was not traced, but this call was the only one in progress in its
   * region.
   */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** A line about a call. */
export interface LogLine {
  /** The log's name, such as `us-east-1/orders`. */
  readonly log: string;
  readonly line: string;
}

/** What followers of calls get, at most four times a second. */
export interface LiveBatch {
  /** The latest last. */
  readonly calls: readonly CallSummary[];
  /** Calls that also passed the filter, but were left out so that a page can follow. Failed ones go last. */
  readonly leftOut: number;
}

export interface Message {
  /** Names and values, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most 16 kB of the text; null for binary data, a stream and nothing. */
  readonly body: string | null;
  /** The whole body's size. */
  readonly bytes: number;
  readonly truncated: boolean;
  /** Set for a body that is no text. */
  readonly binary?: true;
  /** Set for a response that was sent while it was made; its body is not kept. */
  readonly streamed?: true;
}
