import type { Message, SQS } from "@aws-sdk/client-sqs";
import {
  type InvokeFunction,
  type InvokeResult,
  LambdaServiceError,
} from "../../lambda/contract.ts";
import { abortable } from "../abortable.ts";
import { failedMessages } from "./batchFailures.ts";
import type { QueueMapping } from "./mapping.ts";
import { recordOf } from "./record.ts";

/** The longest time that SQS waits for messages, in seconds. */
const longestWait = 20;

/** The most messages that SQS hands out at once. */
const mostAtOnce = 10;

/** Batches that Lambda processes at once without a maximum concurrency, before it adds more. (Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings") */
const initialConcurrency = 5;

/** The most bytes of messages in an event; the rest of Lambda's 6 MB is for their envelope. */
const mostBytes = 5_000_000;

/** Pauses after errors, doubled each time, in ms. */
const pauseMs = { first: 100, longest: 10_000 };

export interface ConsumerOptions {
  readonly mapping: QueueMapping;
  /** With the credentials of the function's role. */
  readonly sqs: SQS;
  readonly invoke: InvokeFunction;
  /** Receives a line for each batch that fails. */
  readonly log: (line: string) => void;
  /** Receives a message for the user, once for each kind of problem. */
  readonly onProblem: (message: string) => void;
}

export interface ConsumerCounters {
  /** Messages that the function has processed, and those that came back. */
  processed: number;
  failed: number;
}

/** Polls a queue and runs its function with batches of messages, as Lambda's event source mapping does. */
export class QueueConsumer {
  readonly counters: ConsumerCounters = { processed: 0, failed: 0 };
  readonly #options: ConsumerOptions;
  readonly #stopped = new AbortController();
  readonly #batches = new Set<Promise<void>>();
  readonly #problems = new Set<string>();
  #visibilityMs: number | undefined;
  #polling: Promise<void> | undefined;

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#polling ??= this.#poll();
  }

  /** Receives nothing more, and waits for the batches that are being processed. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#polling;
    await Promise.all(this.#batches);
  }

  async #poll(): Promise<void> {
    const { maximumConcurrency = initialConcurrency } = this.#options.mapping;
    let pause = pauseMs.first;
    while (!this.#stopped.signal.aborted) {
      try {
        if (this.#visibilityMs === undefined) await this.#lookUp();
        while (this.#batches.size >= maximumConcurrency) await Promise.race(this.#batches);
        const messages = await this.#nextBatch();
        pause = pauseMs.first;
        if (messages.length > 0 && !this.#stopped.signal.aborted) this.#process(messages);
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#report(error as Error);
        await abortable(pause, this.#stopped.signal);
        pause = Math.min(2 * pause, pauseMs.longest);
      }
    }
  }

  async #lookUp(): Promise<void> {
    const { sqs, mapping } = this.#options;
    const { Attributes } = await sqs.getQueueAttributes(
      { QueueUrl: mapping.queueUrl, AttributeNames: ["VisibilityTimeout"] },
      { abortSignal: this.#stopped.signal },
    );
    this.#visibilityMs = 1_000 * Number(Attributes!["VisibilityTimeout"]);
  }

  /** Messages for one event: as many as a batch has, or those that arrive within the window. */
  async #nextBatch(): Promise<Message[]> {
    const { batchSize, windowMs, matches } = this.#options.mapping;
    const first = await this.#receive(Math.min(batchSize, mostAtOnce), longestWait);
    const ends = Date.now() + windowMs;
    const batch = await this.#filter(first, matches);
    // Only a window makes Lambda wait for more.
    while (windowMs > 0 && batch.length < batchSize && bytesOf(batch) < mostBytes) {
      const left = ends - Date.now();
      if (batch.length === 0 || left <= 0 || this.#stopped.signal.aborted) break;
      const seconds = Math.min(longestWait, Math.max(1, Math.round(left / 1_000)));
      const count = Math.min(batchSize - batch.length, mostAtOnce);
      batch.push(...(await this.#filter(await this.#receive(count, seconds), matches)));
    }
    return batch;
  }

  async #receive(count: number, seconds: number): Promise<Message[]> {
    const { Messages = [] } = await this.#options.sqs.receiveMessage(
      {
        QueueUrl: this.#options.mapping.queueUrl,
        MaxNumberOfMessages: count,
        WaitTimeSeconds: seconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      },
      { abortSignal: this.#stopped.signal },
    );
    return Messages;
  }

  /** Lambda deletes messages that no filter matches. */
  async #filter(messages: Message[], matches: (body: string) => boolean): Promise<Message[]> {
    const wanted = messages.filter(({ Body }) => matches(Body ?? ""));
    await this.#delete(messages.filter((message) => !wanted.includes(message)));
    return wanted;
  }

  #process(messages: Message[]): void {
    const batch = this.#run(messages)
      .catch((error: Error) => this.#report(error))
      .finally(() => this.#batches.delete(batch));
    this.#batches.add(batch);
  }

  async #run(messages: Message[]): Promise<void> {
    const { mapping, log } = this.#options;
    const result = await this.#invoke(messages);
    const ids = new Set(messages.map(({ MessageId }) => MessageId!));
    const failed = failuresIn(result, mapping.reportsFailures ? ids : undefined);
    const done =
      failed === "all" ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId!));
    this.counters.processed += done.length;
    this.counters.failed += messages.length - done.length;
    if (done.length < messages.length) {
      const why = result?.functionError ? `: ${result.payload}` : "";
      log(
        `${mapping.name}: ${messages.length - done.length} of ${messages.length} messages failed${why}`,
      );
    }
    await this.#delete(done);
  }

  /**
   * Repeats a call that is throttled until the messages become visible again.
   *
   * @returns undefined if the function did not run
   */
  async #invoke(messages: Message[]): Promise<InvokeResult | undefined> {
    const { mapping, invoke } = this.#options;
    const event = { Records: messages.map((message) => recordOf(message, mapping.queueArn)) };
    const ends = Date.now() + this.#visibilityMs!;
    for (let pause = pauseMs.first; ; pause = Math.min(2 * pause, pauseMs.longest)) {
      try {
        return await invoke(mapping.functionArn, JSON.stringify(event));
      } catch (error) {
        if (!(error instanceof LambdaServiceError)) throw error;
        const isThrottled = error.status === 429;
        if (!isThrottled || Date.now() + pause >= ends || this.#stopped.signal.aborted)
          return undefined;
        await abortable(pause, this.#stopped.signal);
      }
    }
  }

  async #delete(messages: Message[]): Promise<void> {
    for (let start = 0; start < messages.length; start += mostAtOnce) {
      const Entries = messages
        .slice(start, start + mostAtOnce)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle: ReceiptHandle! }));
      await this.#options.sqs.deleteMessageBatch({
        QueueUrl: this.#options.mapping.queueUrl,
        Entries,
      });
    }
  }

  #report({ name, message }: Error): void {
    if (this.#problems.has(name + message)) return;
    this.#problems.add(name + message);
    this.#options.onProblem(`${this.#options.mapping.name}: ${message}`);
  }
}

/** @param reported - ids of the batch, if the function reports its failures */
function failuresIn(
  result: InvokeResult | undefined,
  reported: ReadonlySet<string> | undefined,
): ReadonlySet<string> | "all" {
  if (result === undefined || result.functionError !== undefined) return "all";
  return reported ? failedMessages(result.payload, reported) : new Set();
}

const bytesOf = (messages: readonly Message[]): number =>
  messages.reduce((sum, { Body = "" }) => sum + Buffer.byteLength(Body), 0);
