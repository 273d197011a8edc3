import type { Exchange } from "../gateway/exchange/exchange.ts";
import type { Step } from "../gateway/exchange/steps.ts";

/** What is read of a request once its call has ended. */
interface KeptRequest {
  readonly method: string;
  readonly sentMethod: string;
  readonly target: { readonly path: string; readonly rawQuery: string };
  readonly headers: {
    readonly raw: readonly string[];
    /** The last value of a header. @param name - in lower case */
    last(name: string): string | undefined;
  };
  readonly sourceIp: string;
}

const nothing = {};

/**
 * An exchange that has ended, in few objects: each object that outlives its call is copied and marked by the garbage
 * collector, which costs more than all else that is done for a record.
 */
export class KeptExchange {
  readonly served: Exchange["served"];
  readonly route: Exchange["route"];
  readonly trace: string;
  readonly authorizer: Exchange["authorizer"];
  readonly caller: Exchange["caller"];
  readonly error: Exchange["error"];
  readonly reply: Exchange["reply"];
  readonly firewallReport: Exchange["firewallReport"];
  readonly integrationReport: Exchange["integrationReport"];
  readonly #method: string;
  readonly #sentMethod: string;
  readonly #path: string;
  readonly #rawQuery: string;
  readonly #sourceIp: string;
  /** Names and values, one per line: Node.js refuses headers with line breaks. */
  readonly #headers: string;
  /** The steps' starts, and the end of the last one. */
  readonly #times: number[] = [];
  readonly #kinds: Step["kind"][] = [];
  readonly #attributes: Step["attributes"][] = [];

  /** @param reply - what is kept of the exchange's */
  constructor(exchange: Exchange, reply: Exchange["reply"]) {
    const { request, steps } = exchange;
    this.served = exchange.served;
    this.route = exchange.route;
    this.trace = exchange.trace;
    this.authorizer = exchange.authorizer;
    this.caller = exchange.caller;
    this.error = exchange.error;
    this.reply = reply;
    // Only failures are explained by them.
    const isFailure = reply === undefined || reply.status >= 400;
    this.firewallReport = isFailure ? exchange.firewallReport : nothing;
    this.integrationReport = isFailure ? exchange.integrationReport : nothing;
    this.#method = request.method;
    this.#sentMethod = request.sentMethod;
    this.#path = request.target.path;
    this.#rawQuery = request.target.rawQuery;
    this.#sourceIp = request.sourceIp;
    this.#headers = request.headers.raw.join("\n");
    for (const { startedAt, kind, attributes } of steps.list) {
      this.#times.push(startedAt);
      this.#kinds.push(kind);
      this.#attributes.push(attributes);
    }
    this.#times.push(steps.list.at(-1)!.endedAt);
  }

  get startedAt(): number {
    return this.#times[0]!;
  }

  get endedAt(): number {
    return this.#times.at(-1)!;
  }

  get request(): KeptRequest {
    const raw = this.#headers === "" ? [] : this.#headers.split("\n");
    const last = (name: string) => {
      for (let index = raw.length - 2; index >= 0; index -= 2) {
        if (raw[index]!.toLowerCase() === name) return raw[index + 1];
      }
      return undefined;
    };
    return {
      method: this.#method,
      sentMethod: this.#sentMethod,
      target: { path: this.#path, rawQuery: this.#rawQuery },
      headers: { raw, last },
      sourceIp: this.#sourceIp,
    };
  }

  /** Each ends when the next begins. */
  get steps(): { readonly list: readonly Step[] } {
    return {
      list: this.#kinds.map((kind, index) => ({
        kind,
        startedAt: this.#times[index]!,
        endedAt: this.#times[index + 1]!,
        attributes: this.#attributes[index],
      })),
    };
  }
}
