import type { Properties, Resource } from "../graph/resource.ts";
import { compilePattern, type MatchesLine } from "./filterPattern.ts";
import type { MetricName, MetricStore } from "./store.ts";

interface LogFilter {
  readonly metric: MetricName;
  readonly matches: MatchesLine;
  readonly value: number;
}

/** The metric filters of a region's log groups. */
export class LogFilters {
  readonly #store: MetricStore;
  readonly #byGroup = new Map<string, LogFilter[]>();
  /** Why metrics are not counted, by namespace and name; `undefined` for those that are. */
  readonly #metrics = new Map<string, string | undefined>();
  /** Log groups of stages, by the API's id and the stage's name. */
  readonly #accessLogs = new Map<string, string>();
  /** Names of functions by their log group. */
  readonly #functions = new Map<string, string>();

  constructor(store: MetricStore, resources: readonly Resource[]) {
    this.#store = store;
    for (const { type, outputs } of resources) {
      if (type === "aws:apigateway/stage:Stage") {
        const settings = outputs["accessLogSettings"] as Properties | undefined;
        const group = groupOf(String(settings?.["destinationArn"] ?? ""));
        const key = `${String(outputs["restApi"])}/${String(outputs["stageName"])}`;
        if (group) this.#accessLogs.set(key, group);
      } else if (type === "aws:lambda/function:Function") {
        const name = String(outputs["name"]);
        const own = (outputs["loggingConfig"] as Properties | undefined)?.["logGroup"];
        this.#functions.set(typeof own === "string" ? own : `/aws/lambda/${name}`, name);
      }
    }
    for (const { type, outputs } of resources) {
      if (type === "aws:cloudwatch/logMetricFilter:LogMetricFilter") this.#add(outputs);
    }
  }

  /** Names of the functions whose log has a filter. */
  get functions(): string[] {
    return [...this.#functions]
      .filter(([group]) => this.#byGroup.has(group))
      .map(([, name]) => name);
  }

  /** Whether a filter counts the metric: `false` without one, a text if it does not work here. */
  counts({ namespace, name }: MetricName): boolean | string {
    const key = `${namespace}/${name}`;
    if (!this.#metrics.has(key)) return false;
    return this.#metrics.get(key) ?? true;
  }

  /** Takes a line of the access log of a stage. */
  accessLine(restApi: string, stage: string, line: string, isCanary: boolean): void {
    const group = this.#accessLogs.get(`${restApi}/${stage}`);
    if (group !== undefined) this.#count(isCanary ? canaryGroup(group) : group, line);
  }

  /** Takes a line of a function's log. */
  functionLine(functionName: string, line: string): void {
    for (const [group, name] of this.#functions) {
      if (name === functionName) this.#count(group, line);
    }
  }

  #count(group: string, line: string): void {
    for (const { metric, matches, value } of this.#byGroup.get(group) ?? []) {
      if (matches(line)) this.#store.add(metric, value);
    }
  }

  #add(outputs: Properties): void {
    const { metricTransformation, pattern, logGroupName } = outputs;
    const { namespace, name, value, dimensions } = (metricTransformation ?? {}) as Properties;
    const group = String(logGroupName);
    const metric = { namespace: String(namespace), name: String(name) };
    const matches = compilePattern(String(pattern ?? ""));
    const isFed =
      this.#functions.has(group) ||
      [...this.#accessLogs.values()].some((each) => group === each || group === canaryGroup(each));
    const amount = Number(value);
    const fault =
      matches === undefined
        ? `The local platform does not understand the pattern ${String(pattern)}.`
        : !isFed
          ? `The log group ${group} has no lines on this machine.`
          : Number.isNaN(amount) || Object.keys((dimensions as object | undefined) ?? {}).length > 0
            ? "The filter takes its value or dimensions from the line."
            : undefined;
    const key = `${metric.namespace}/${metric.name}`;
    // Several filters may count one metric.
    if (fault !== undefined) {
      if (!this.#metrics.has(key)) this.#metrics.set(key, fault);
      return;
    }
    this.#metrics.set(key, undefined);
    const known = this.#byGroup.get(group) ?? [];
    this.#byGroup.set(group, [...known, { metric, matches: matches!, value: amount }]);
  }
}

/** A canary release logs its calls in a group of its own. */
const canaryGroup = (group: string): string => `${group}/Canary`;

/** `arn:aws:logs:us-east-1:123456789012:log-group:/palisade/access:*` → `/palisade/access` */
const groupOf = (arn: string): string | undefined => /:log-group:([^:]+)/.exec(arn)?.[1];
