import type { AlarmState, DescribedAlarm } from "../../apiTypes/alarms.ts";
import type { Resource } from "../../graph/resource.ts";
import type { RegionMetrics } from "../../metrics/index.ts";
import { minuteOf } from "../../metrics/index.ts";
import { urnOf } from "../resources/urn.ts";
import { evaluate } from "./expression.ts";
import { holds } from "./rule.ts";
import { type AlarmSettings, readSettings } from "./settings.ts";
import { type EvaluatedState, furtherPeriods, stateOf } from "./state.ts";

/** Values of an alarm that a graph shows. */
const shownPeriods = 30;

/** The alarms of a region's stack. It remembers their states, which missing data may leave as they are. */
export class Alarms {
  readonly #states = new Map<string, { state: AlarmState; since: number }>();
  readonly #metrics: RegionMetrics;
  readonly #region: string;

  constructor(region: string, metrics: RegionMetrics) {
    this.#region = region;
    this.#metrics = metrics;
  }

  /** Evaluates the alarms as they are now. Composite ones are first. */
  describe(resources: readonly Resource[]): DescribedAlarm[] {
    const ofType = (type: string) => resources.filter((resource) => resource.type === type);
    const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map((each) =>
      this.#metric(each),
    );
    const known = new Map(alarms.map(({ name, state }) => [name, state]));
    const composites = ofType("aws:cloudwatch/compositeAlarm:CompositeAlarm").map((each) =>
      this.#composite(each, known),
    );
    return [...composites, ...alarms];
  }

  #metric(alarm: Resource): DescribedAlarm {
    const settings = readSettings(alarm.outputs);
    const { condition, threshold, breaches } = settings;
    const name = String(alarm.outputs["name"] ?? alarm.name);
    const known = { ...this.#known(alarm, name), kind: "metric" as const, condition, threshold };
    const notMeasured = this.#whyNot(settings);
    if (notMeasured !== undefined || breaches === undefined) {
      const reason = notMeasured ?? "This kind of alarm is evaluated on AWS only.";
      return {
        ...known,
        ...this.#enter(known.urn, "not measured"),
        reason,
        datapoints: [],
        history: [],
      };
    }
    const now = this.#metrics.store.now();
    const values = this.#values(
      settings,
      Math.max(shownPeriods, settings.periods + furtherPeriods),
    );
    const before = this.#states.get(known.urn)?.state;
    const breached = values.map(({ value }) => (value === undefined ? undefined : breaches(value)));
    const state = stateOf(
      breached.slice(0, settings.periods + furtherPeriods),
      settings,
      before === undefined || before === "not measured" ? "INSUFFICIENT_DATA" : before,
    );
    const datapoints = values.slice(0, settings.periods).map(({ value, endedAt }, index) => ({
      secondsAgo: Math.max(0, Math.round((now - endedAt) / 1000)),
      value: value ?? null,
      isBreaching: breached[index] ?? settings.missing === "breaching",
    }));
    return {
      ...known,
      ...this.#enter(known.urn, state),
      reason: reasonOf(
        settings,
        state,
        values.map(({ value }) => value),
      ),
      datapoints,
      history: values
        .slice(0, shownPeriods)
        .map(({ value }) => value ?? null)
        .reverse(),
    };
  }

  #composite(alarm: Resource, states: ReadonlyMap<string, AlarmState>): DescribedAlarm {
    const rule = String(alarm.outputs["alarmRule"]);
    const name = String(alarm.outputs["alarmName"] ?? alarm.name);
    const known = { ...this.#known(alarm, name), kind: "composite" as const, condition: rule };
    const none = { datapoints: [], history: [] };
    const stateOfAlarm = (each: string): EvaluatedState | undefined => {
      const state = states.get(each);
      return state === "not measured" ? "INSUFFICIENT_DATA" : state;
    };
    try {
      const state = holds(rule, stateOfAlarm) ? "ALARM" : "OK";
      const ringing = [...states].filter(
        ([each, is]) => is === "ALARM" && rule.includes(`"${each}"`),
      );
      const reason =
        ringing.length > 0
          ? `On: ${ringing.map(([each]) => each).join(", ")}.`
          : state === "OK"
            ? "None of its alarms is on."
            : "Its rule holds.";
      return { ...known, ...this.#enter(known.urn, state), reason, ...none };
    } catch (error) {
      const reason = (error as Error).message;
      return { ...known, ...this.#enter(known.urn, "not measured"), reason, ...none };
    }
  }

  #known(alarm: Resource, name: string) {
    const description = String(alarm.outputs["alarmDescription"] ?? "");
    const runbook = /^(\S+\.md) - /.exec(description)?.[1];
    const urn = urnOf(alarm, this.#region);
    return { urn, name, region: this.#region, description, ...(runbook && { runbook }) };
  }

  #enter(urn: string, state: AlarmState): { state: AlarmState; since: string } {
    let known = this.#states.get(urn);
    if (known?.state !== state) {
      known = { state, since: this.#metrics.store.now() };
      this.#states.set(urn, known);
    }
    return { state, since: new Date(known.since).toISOString() };
  }

  #whyNot({ metrics }: AlarmSettings): string | undefined {
    if (metrics.size === 0) return "This kind of alarm is evaluated on AWS only.";
    return [...metrics.values()]
      .map(this.#metrics.whyNotMeasured)
      .find((each) => each !== undefined);
  }

  /** The values of periods, the latest first. The running minute counts as soon as it has data. */
  #values(settings: AlarmSettings, count: number) {
    const minutes = Math.ceil(settings.periodSeconds / 60);
    const running = minuteOf(this.#metrics.store.now());
    const hasData = this.#value(settings, running, 1) !== undefined;
    const last = settings.countsRunningMinute && (hasData || minutes > 1) ? running : running - 1;
    return Array.from({ length: count }, (_, index) => {
      const minute = last - index * minutes;
      return { value: this.#value(settings, minute, minutes), endedAt: (minute + 1) * 60_000 };
    });
  }

  #value(
    { metrics, expression }: AlarmSettings,
    last: number,
    minutes: number,
  ): number | undefined {
    const { store } = this.#metrics;
    const values = [...metrics].map(
      ([id, metric]) => [id, store.find(metric)?.value(metric.statistic, last, minutes)] as const,
    );
    return evaluate(expression, new Map(values));
  }
}

function reasonOf(
  { breaches, periods, label, missing }: AlarmSettings,
  state: AlarmState,
  values: readonly (number | undefined)[],
): string {
  const given = values.slice(0, periods).filter((value) => value !== undefined);
  if (given.length === 0) {
    const treated = missing === "breaching" ? "which counts as a breach" : "which is no breach";
    return state === "INSUFFICIENT_DATA" ? "No data yet." : `No data, ${treated}.`;
  }
  const breaching = given.filter((value) => breaches!(value));
  const shown = (breaching.length > 0 ? breaching : given).map((value) =>
    Number(value.toPrecision(4)),
  );
  return breaching.length > 0
    ? `${label} was ${shown.join(", ")}: ${breaching.length} of ${periods} periods breach the threshold.`
    : `${label} was ${shown.join(", ")}.`;
}
