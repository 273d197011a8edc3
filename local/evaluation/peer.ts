import { fromPlainError, type PlainError, plainError } from "./plainError.ts";

/** One side of a channel between threads. */
interface Channel {
  postMessage(message: unknown): void;
  on(event: string, receive: (message: Message) => void): unknown;
}

/** What the other side may call: each method has one argument and one result, which are cloned. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

type Message =
  | { readonly call: number; readonly method: string; readonly argument: unknown }
  | { readonly reply: number; readonly result: unknown }
  | { readonly reply: number; readonly error: PlainError };

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Calls methods of another thread, and responds to its calls. Errors keep their names, messages and stacks. */
export class Peer {
  readonly #channel: Channel;
  readonly #methods: Methods;
  readonly #toPlain: (error: unknown) => PlainError | Promise<PlainError>;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #responding = 0;
  #ended: Error | undefined;
  /** Called for each message that arrives. */
  onMessage: () => void = () => {};

  /** @param toPlain - converts an error of a method */
  constructor(
    channel: Channel,
    methods: Methods,
    toPlain: (error: unknown) => PlainError | Promise<PlainError> = plainError,
  ) {
    this.#channel = channel;
    this.#methods = methods;
    this.#toPlain = toPlain;
    channel.on("message", (message: Message) => void this.#receive(message));
  }

  /** Whether the other side waits for a response of this one. */
  get isResponding(): boolean {
    return this.#responding > 0;
  }

  /** @throws the error of the other side's method */
  call<Result>(method: string, argument: unknown): Promise<Result> {
    if (this.#ended) return Promise.reject(this.#ended);
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as Waiting["resolve"], reject });
      this.#channel.postMessage({ call, method, argument } satisfies Message);
    });
  }

  /** Calls a method of the other side whose result does not matter; also after the end. */
  tell(method: string, argument?: unknown): void {
    this.#channel.postMessage({ call: 0, method, argument } satisfies Message);
  }

  /** Fails all calls that wait, and later ones, and responds to no more calls. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async #receive(message: Message): Promise<void> {
    this.onMessage();
    if ("reply" in message) {
      const waiting = this.#waiting.get(message.reply);
      this.#waiting.delete(message.reply);
      if ("error" in message) waiting?.reject(fromPlainError(message.error));
      else waiting?.resolve(message.result);
      return;
    }
    if (this.#ended) return;
    const { call: reply, method, argument } = message;
    this.#responding++;
    try {
      const result: unknown = await this.#methods[method]!(argument as never);
      this.#channel.postMessage({ reply, result } satisfies Message);
    } catch (error) {
      this.#channel.postMessage({ reply, error: await this.#toPlain(error) } satisfies Message);
    } finally {
      this.#responding--;
      this.onMessage();
    }
  }
}
