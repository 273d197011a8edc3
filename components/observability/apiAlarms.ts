import * as pulumi from "@pulumi/pulumi";
import {
  checkOptions,
  input,
  listOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { resourceId } from "../shared/rules.ts";
import { type AlarmOverrides, alarmOverridesRule, runbooksRule } from "./alarms/overrides.ts";
import { createMetricAlarm } from "./alarms/metricAlarm.ts";
import { type Thresholds, thresholdsOf } from "./alarms/overridden.ts";

export interface ApiAlarmsArgs {
  /** Name of the REST API, which is a dimension of its metrics. */
  restApiName: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /** At most 5 SNS topics of this region, which are notified when an alarm starts and ends. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
  /** Changes of `api-server-errors` and `api-latency`; `false` leaves one out. @default docs/observability.md */
  overrides?: AlarmOverrides;
  /** Address of the folder with the runbooks. @default the project's own folder docs/runbooks */
  runbooks?: string;
}

export const alarmTopicArns = listOf(resourceId, {
  most: 5,
  allowed: "a list of at most 5 ARNs of SNS topics",
});

const apiAlarmsRules: OptionRules<ApiAlarmsArgs> = {
  restApiName: required(input(text())),
  stageName: required(input(text())),
  alarmTopicArns,
  overrides: alarmOverridesRule,
  runbooks: runbooksRule,
};

/** The alarms by the suffixes of their names, which are public. */
const alarms = { "server-errors": "api-server-errors", latency: "api-latency" } as const;

/**
 * Alarms on the failures and the latency of a region's API, for the people on call and for
 * deployments, which check them. `RegionAlarms` has the alarms on what may be the cause.
 *
 * Creates two alarms: on the share of calls that fail with a server error, and on the 99th percentile
 * of the latency. Costs 0.30 USD a month (three metrics at 0.10; us-east-1).
 */
export class ApiAlarms extends pulumi.ComponentResource {
  /** Names in CloudWatch of the alarms that page. */
  readonly alarmNames: pulumi.Output<string>[];
  /** ARNs of all alarms. */
  readonly alarmArns: pulumi.Output<string>[];
  /** When the alarms ring. */
  readonly thresholds: Thresholds;

  constructor(name: string, args: ApiAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ApiAlarms "${name}"`, args, apiAlarmsRules);
    super("palisade:observability:ApiAlarms", name, {}, opts);
    const { restApiName, stageName, alarmTopicArns: topicArns, overrides = {}, runbooks } = args;
    const dimensions = { "AWS/ApiGateway": { ApiName: restApiName, Stage: stageName } };

    const created = Object.entries(alarms).flatMap(([suffix, alarm]) => {
      const override = overrides[alarm];
      if (override === false) return [];
      const watched = { alarm, dimensions, override, topicArns, runbooks };
      const made = createMetricAlarm(`${name}-${suffix}`, watched, { parent: this });
      return [{ made, pages: override?.severity !== "ticket" }];
    });
    this.alarmNames = created.filter(({ pages }) => pages).map(({ made }) => made.name);
    this.alarmArns = created.map(({ made }) => made.arn);
    this.thresholds = thresholdsOf(Object.values(alarms), overrides);
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}
