/** The part of an exchange that a step is. */
export type StepKind =
  | "gateway"
  | "firewall"
  | "authorizer"
  | "throttle"
  | "request"
  | "validator"
  | "cache"
  | "mapping"
  | "integration"
  | "function"
  | "response";

export type StepAttributes = Record<string, string | number | boolean>;

/** A part of an exchange. Times are those of `performance.now()`. */
export interface Step {
  readonly kind: StepKind;
  readonly startedAt: number;
  /** 0 while it goes on. */
  endedAt: number;
  attributes: StepAttributes | undefined;
}

/**
 * The steps of an exchange, for the record of the call. Each begins when the one before it ends, so together they take
 * as long as the exchange.
 */
export class Steps {
  /** In their order; the last one goes on until `end`. */
  readonly list: Step[];
  #last: Step;

  constructor() {
    this.#last = {
      kind: "gateway",
      startedAt: performance.now(),
      endedAt: 0,
      attributes: undefined,
    };
    this.list = [this.#last];
  }

  /** Ends the present step and begins the next. */
  enter(kind: StepKind, attributes?: StepAttributes): void {
    const now = performance.now();
    this.#last.endedAt = now;
    this.#last = { kind, startedAt: now, endedAt: 0, attributes };
    this.list.push(this.#last);
  }

  /** Adds to what is known of the present step. */
  note(attributes: StepAttributes): void {
    this.#last.attributes =
      this.#last.attributes === undefined
        ? attributes
        : { ...this.#last.attributes, ...attributes };
  }

  /** Ends the last step. */
  end(): void {
    this.#last.endedAt = performance.now();
  }
}
