import type { CallSink } from "../gateway/exchange/callSink.ts";
import type { Resource } from "../graph/resource.ts";
import { countCalls } from "./gatewayMetrics.ts";
import { LogFilters } from "./logFilters.ts";
import { whyNotMeasured } from "./measured.ts";
import { ProcessUse } from "./processUse.ts";
import { type ServiceDimensions, serviceDimensions } from "./serviceDimensions.ts";
import type { MeasuredFunction, MeasuredQueue, MeasuredService } from "./sources.ts";
import { type MetricName, MetricStore } from "./store.ts";

type FunctionCounters = MeasuredFunction["counters"];

const noCounts = { invocations: 0, errors: 0, throttles: 0 };

/** The metrics of CloudWatch that a region would send, as far as this machine knows them. */
export class RegionMetrics {
  readonly store: MetricStore;
  #filters: LogFilters;
  #services: ReadonlyMap<string, ServiceDimensions> = new Map();
  /** Of the last look at each function's processes. */
  readonly #counted = new Map<string, Pick<FunctionCounters, keyof typeof noCounts>>();
  readonly #use: Pick<ProcessUse, "of">;

  /** @param use - what processes use. @default read from `/proc` */
  constructor(store = new MetricStore(), use: Pick<ProcessUse, "of"> = new ProcessUse()) {
    this.store = store;
    this.#use = use;
    this.#filters = new LogFilters(store, []);
  }

  /** Measures the parts of these resources from now on. */
  use(resources: readonly Resource[]): void {
    this.#filters = new LogFilters(this.store, resources);
    this.#services = serviceDimensions(resources);
  }

  /** Counts the calls on their way to another receiver. */
  countCalls = (sink: CallSink): CallSink => countCalls(this.store, sink);

  /** Takes a line of a stage's access log. */
  accessLine(restApi: string, stage: string, line: string, isCanary = false): void {
    this.#filters.accessLine(restApi, stage, line, isCanary);
  }

  /** Takes a line of a function's log. */
  functionLine(name: string, line: string): void {
    this.#filters.functionLine(name, line);
  }

  /** Names of functions whose lines are needed. */
  get filteredFunctions(): readonly string[] {
    return this.#filters.functions;
  }

  /** Takes the state of all functions. */
  functions(functions: readonly MeasuredFunction[]): void {
    let reserved = 0;
    let unreserved = 0;
    let running = 0;
    for (const { name, counters, reservedConcurrency } of functions) {
      const dimensions = { FunctionName: name };
      const before = this.#counted.get(name) ?? noCounts;
      // A new process counts from 0.
      const last = counters.invocations < before.invocations ? noCounts : before;
      const add = (metric: string, value: number) =>
        this.store.add({ namespace: "AWS/Lambda", name: metric, dimensions }, value);
      const invocations = counters.invocations - last.invocations;
      if (invocations > 0) add("Invocations", invocations);
      if (invocations > 0) add("Errors", counters.errors - last.errors);
      const throttles = counters.throttles - last.throttles;
      if (invocations > 0 || throttles > 0) add("Throttles", throttles);
      const { concurrentExecutions } = counters;
      if (invocations > 0 || concurrentExecutions > 0) {
        add("ConcurrentExecutions", concurrentExecutions);
      }
      running += concurrentExecutions;
      if (reservedConcurrency === undefined) unreserved += concurrentExecutions;
      else reserved += reservedConcurrency;
      this.#counted.set(name, { ...counters });
    }
    if (functions.length === 0) return;
    this.store.add({ namespace: "AWS/Lambda", name: "ConcurrentExecutions" }, running);
    this.store.add(
      { namespace: "AWS/Lambda", name: "ClaimedAccountConcurrency" },
      reserved + unreserved,
    );
  }

  /** Takes the state of all services, and asks whether they are healthy. */
  async services(services: readonly MeasuredService[]): Promise<void> {
    await Promise.all(services.map((service) => this.#service(service)));
  }

  /** Takes the state of a queue. */
  queue({ name, visible, oldestSeconds }: MeasuredQueue): void {
    const dimensions = { QueueName: name };
    const add = (metric: string, value: number) =>
      this.store.add({ namespace: "AWS/SQS", name: metric, dimensions }, value);
    add("ApproximateNumberOfMessagesVisible", visible);
    add("ApproximateAgeOfOldestMessage", oldestSeconds);
  }

  /** Takes what Route 53 takes a health check for. */
  healthCheck(id: string, isHealthy: boolean): void {
    const dimensions = { HealthCheckId: id };
    const metric = { namespace: "AWS/Route53", name: "HealthCheckStatus", dimensions };
    this.store.add(metric, isHealthy ? 1 : 0);
  }

  /** Why a metric can't have data here; `undefined` if it can. */
  whyNotMeasured = (metric: MetricName): string | undefined =>
    whyNotMeasured(metric, this.#filters);

  async #service(service: MeasuredService): Promise<void> {
    const known = this.#services.get(service.name);
    if (!known) return;
    const { ecs, balancers, cpuUnits, memoryMb } = known;
    const { isRunning, pid } = service;
    const add = (
      namespace: string,
      name: string,
      value: number,
      dimensions: Readonly<Record<string, string>> = ecs,
    ) => this.store.add({ namespace, name, dimensions }, value);
    // One process stands for all tasks.
    add("ECS/ContainerInsights", "DesiredTaskCount", 1);
    add("ECS/ContainerInsights", "RunningTaskCount", isRunning ? 1 : 0);
    const isHealthy = isRunning && (await service.isHealthy());
    for (const dimensions of balancers) {
      const healthy = isHealthy ? 1 : 0;
      add("AWS/ApplicationELB", "HealthyHostCount", healthy, dimensions);
      const unhealthy = isRunning && !isHealthy ? 1 : 0;
      add("AWS/ApplicationELB", "UnHealthyHostCount", unhealthy, dimensions);
    }
    const use = pid === undefined ? undefined : await this.#use.of(pid);
    if (!use || !isRunning) return;
    if (use.cores !== undefined) {
      const percent = (use.cores / (cpuUnits / 1024)) * 100;
      add("AWS/ECS", "CPUUtilization", Math.min(100, percent));
    }
    add("AWS/ECS", "MemoryUtilization", Math.min(100, (use.memoryMb / memoryMb) * 100));
  }
}
