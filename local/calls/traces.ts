import type { SpanKind } from "./record.ts";

/** A part of a call that another process, or the AWS endpoint, has told. Times are those of `performance.now()` here. */
export interface TracedSpan {
  /** 16 hexadecimal digits; the parent of the spans within it. */
  readonly id: string;
  /** The span of a service that made this request; undefined or unknown for a gateway's or function's. */
  readonly parent: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Record<string, string | number | boolean>;
  /** The correlation id that the service got, which tells calls of one trace apart. */
  readonly correlationId?: string | undefined;
}

/** Spans by the root of their X-Ray trace. */
export class Traces {
  readonly #spans = new Map<string, TracedSpan[]>();
  readonly #limits: { readonly traces: number; readonly spansPerTrace: number };

  constructor(limits: { readonly traces: number; readonly spansPerTrace: number }) {
    this.#limits = limits;
  }

  /** @param root - such as `1-67891233-abcdef012345678912345678` */
  add(root: string, span: TracedSpan): void {
    let spans = this.#spans.get(root);
    if (spans === undefined) {
      this.#spans.set(root, (spans = []));
      if (this.#spans.size > this.#limits.traces) this.#forgetOldest();
    }
    if (spans.length < this.#limits.spansPerTrace) spans.push(span);
  }

  of(root: string | undefined): readonly TracedSpan[] {
    return (root !== undefined && this.#spans.get(root)) || [];
  }

  #forgetOldest(): void {
    const oldest = this.#spans.keys().next().value;
    if (oldest !== undefined) this.#spans.delete(oldest);
  }
}
