import type { AwsEndpoint } from "../aws/endpoint.ts";
import { createRoleSessions, type RoleSessions } from "../aws/roleSessions.ts";
import { createInvoker, type FunctionRuntime } from "../lambda/index.ts";
import { createAsyncCalls } from "./asyncCalls.ts";
import { QueueConsumer } from "./queues/consumer.ts";
import type { QueueMapping } from "./queues/mapping.ts";
import { createDelivery } from "./schedules/deliver.ts";
import { Scheduler, type ScheduleStatus } from "./schedules/scheduler.ts";
import type { EventSources } from "./readEvents.ts";
import { createSendToQueue } from "./sendToQueue.ts";

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

/** What invokes a region's functions by itself: schedules, and mappings of queues. */
export class RegionEvents {
  readonly #options: EventsOptions;
  readonly #mappings: readonly QueueMapping[];
  /** Keeps its state while the region is stopped. */
  readonly #scheduler: Scheduler;
  #consumers: { mapping: QueueMapping; consumer: QueueConsumer }[] = [];
  #sessions: RoleSessions | undefined;
  #stopped = new AbortController();

  constructor(options: EventsOptions) {
    this.#options = options;
    this.#mappings = options.definition.mappings;
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

  /** @param functions - those of the definition's `functionArns` */
  async start(functions: readonly FunctionRuntime[]): Promise<void> {
    const { aws, log, announce } = this.#options;
    const { resources } = this.#options.definition;
    this.#stopped = new AbortController();
    this.#sessions = createRoleSessions(aws, "lambda");
    const invoke = createInvoker(functions);
    const send = createSendToQueue(resources, this.#sessions);
    const { signal } = this.#stopped;
    const callLater = createAsyncCalls({ resources, invoke, send, signal, log });
    for (const mapping of this.#mappings) {
      const sqs = await this.#sessions.sqs(mapping.roleArn);
      const consumer = new QueueConsumer({ mapping, sqs, invoke, log, onProblem: announce });
      this.#consumers.push({ mapping, consumer });
      consumer.start();
    }
    this.#scheduler.start(createDelivery({ callLater, send, signal, log }));
  }

  /** Receives and calls nothing more. Batches that are being processed end with their functions. */
  async stop(): Promise<void> {
    this.#scheduler.stop();
    this.#stopped.abort();
    const consumers = this.#consumers;
    this.#consumers = [];
    await Promise.all(consumers.map(({ consumer }) => consumer.stop()));
    this.#sessions?.close();
    this.#sessions = undefined;
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
