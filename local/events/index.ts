import type { AwsEndpoint } from "../aws/endpoint.ts";
import { createRoleSessions, type RoleSessions } from "../aws/roleSessions.ts";
import { isDeepStrictEqual } from "node:util";
import type { InvokeFunction } from "../lambda/index.ts";
import { type CallLater, createAsyncCalls } from "./asyncCalls.ts";
import { QueueConsumer } from "./queues/consumer.ts";
import type { QueueMapping } from "./queues/mapping.ts";
import { createDelivery } from "./schedules/deliver.ts";
import { Scheduler, type ScheduleStatus } from "./schedules/scheduler.ts";
import type { EventSources } from "./readEvents.ts";
import { createSendToQueue, type SendToQueue } from "./sendToQueue.ts";

export { readEvents, type EventSources } from "./readEvents.ts";

interface EventsOptions {
  readonly definition: EventSources;
  readonly aws: AwsEndpoint;
  /** Receives lines about calls and batches. */
  readonly log: (line: string) => void;
  /** Receives messages for the user. */
  readonly announce: (message: string) => void;
}

/** A function's queue and what became of its messages. */
export interface ConsumerStatus {
  readonly queue: string;
  readonly function: string;
  readonly processed: number;
  readonly failed: number;
}

interface Consumer {
  readonly mapping: QueueMapping;
  readonly consumer: QueueConsumer;
}

/** What invokes a region's functions by itself: schedules, and mappings of queues. */
export class RegionEvents {
  readonly #options: EventsOptions;
  #definition: EventSources;
  /** Keeps its state while the region is stopped. */
  readonly #scheduler: Scheduler;
  #consumers: Consumer[] = [];
  /** While the region runs. */
  #running: { readonly invoke: InvokeFunction; readonly sessions: RoleSessions } | undefined;
  #stopped = new AbortController();

  constructor(options: EventsOptions) {
    this.#options = options;
    this.#definition = options.definition;
    this.#scheduler = new Scheduler(options.definition.schedules);
  }

  get schedules(): ScheduleStatus[] {
    return this.#scheduler.status;
  }

  get consumers(): ConsumerStatus[] {
    return this.#consumers.map(({ mapping, consumer }) => ({
      queue: mapping.queueArn.split(":").at(-1)!,
      function: mapping.functionArn.split(":")[6] ?? mapping.functionArn,
      ...consumer.counters,
    }));
  }

  /** @param invoke - finds the definition's `functionArns` at each call */
  async start(invoke: InvokeFunction): Promise<void> {
    const { aws, log } = this.#options;
    this.#stopped = new AbortController();
    const sessions = createRoleSessions(aws, "lambda");
    this.#running = { invoke, sessions };
    const { signal } = this.#stopped;
    // The definition may change between two calls.
    const send: SendToQueue = (...call) =>
      createSendToQueue(this.#definition.resources, sessions)(...call);
    const callLater: CallLater = (...call) => {
      const { resources } = this.#definition;
      return createAsyncCalls({ resources, invoke, send, signal, log })(...call);
    };
    await this.#consume(this.#definition.mappings);
    if (!signal.aborted) this.#scheduler.start(createDelivery({ callLater, send, signal, log }));
  }

  /**
   * Follows another definition from now on. What stays the same goes on undisturbed. A mapping that changed or is
   * gone receives nothing more; its batches in progress are finished.
   */
  async update(definition: EventSources): Promise<void> {
    this.#definition = definition;
    this.#scheduler.update(definition.schedules);
    if (!this.#running) return;
    const isIn = (mappings: readonly QueueMapping[], { source }: QueueMapping) =>
      mappings.some((each) => isDeepStrictEqual(each.source, source));
    const kept = this.#consumers.filter(({ mapping }) => isIn(definition.mappings, mapping));
    const ended = this.#consumers.filter((consumer) => !kept.includes(consumer));
    this.#consumers = kept;
    const known = kept.map(({ mapping }) => mapping);
    await Promise.all([
      ...ended.map(({ consumer }) => consumer.stop()),
      this.#consume(definition.mappings.filter((mapping) => !isIn(known, mapping))),
    ]);
  }

  /** Receives and calls nothing more. Batches that are being processed end with their functions. */
  async stop(): Promise<void> {
    this.#scheduler.stop();
    this.#stopped.abort();
    const consumers = this.#consumers;
    this.#consumers = [];
    const running = this.#running;
    this.#running = undefined;
    await Promise.all(consumers.map(({ consumer }) => consumer.stop()));
    running?.sessions.close();
  }

  async #consume(mappings: readonly QueueMapping[]): Promise<void> {
    const { log, announce } = this.#options;
    const { signal } = this.#stopped;
    for (const mapping of mappings) {
      const { invoke, sessions } = this.#running!;
      const sqs = await sessions.sqs(mapping.roleArn);
      if (signal.aborted) return;
      const consumer = new QueueConsumer({ mapping, sqs, invoke, log, onProblem: announce });
      this.#consumers.push({ mapping, consumer });
      consumer.start();
    }
  }

  /**
   * Makes a schedule's call now. Resolves when its target has accepted it.
   *
   * @returns undefined if there is no such schedule
   */
  run(schedule: string): Promise<void> | undefined {
    return this.#scheduler.run(schedule);
  }
}
