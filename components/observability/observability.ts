import * as pulumi from "@pulumi/pulumi";
import { checkOptions, type OptionRules, options } from "../shared/options.ts";
import { type RegionAlarmsArgs, regionAlarmsRules } from "./alarms/args.ts";
import { RegionAlarms } from "./alarms/regionAlarms.ts";
import { type RegionBoardArgs, regionBoardRules } from "./dashboards/args.ts";
import { RegionDashboard } from "./dashboards/dashboard.ts";
import { type UsageRulesArgs, UsageRules, usageRulesRules } from "./usage/usageRules.ts";

export interface ObservabilityArgs {
  /** Alarms on the region's parts. @default none */
  alarms?: RegionAlarmsArgs;
  /** A dashboard of the region. It also shows the alarms that this component makes. @default none */
  dashboard?: RegionBoardArgs;
  /** Rankings of callers and routes. @default none */
  usage?: UsageRulesArgs;
}

const observabilityRules: OptionRules<ObservabilityArgs> = {
  alarms: options(regionAlarmsRules),
  dashboard: options(regionBoardRules),
  usage: options(usageRulesRules),
};

/**
 * What lets a team see a region: each part is a component of its own, and exists only if it is asked for.
 *
 * Creates `RegionAlarms`, a `RegionDashboard` and `UsageRules`. Costs what they cost.
 */
export class Observability extends pulumi.ComponentResource {
  /** Names in CloudWatch of the alarms that deployments check. */
  readonly alarmNames: pulumi.Output<string>[];
  /** ARN of the alarm of the region. `undefined` without one. */
  readonly regionAlarmArn: pulumi.Output<string> | undefined;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`Observability "${name}"`, args, observabilityRules);
    super("palisade:observability:Observability", name, {}, opts);
    const child = { parent: this };

    const alarms = args.alarms && new RegionAlarms(name, args.alarms, child);
    if (args.dashboard) new RegionDashboard(name, withAlarms(args.dashboard, alarms), child);
    if (args.usage) new UsageRules(name, args.usage, child);

    this.regionAlarmArn = alarms?.regionAlarmArn;
    this.alarmNames = alarms?.alarmNames ?? [];
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

const withAlarms = (
  dashboard: RegionBoardArgs,
  alarms: RegionAlarms | undefined,
): RegionBoardArgs =>
  alarms
    ? {
        ...dashboard,
        alarmArns: [...alarms.alarmArns, ...(dashboard.alarmArns ?? [])],
        thresholds: { ...dashboard.thresholds, ...alarms.thresholds },
        counted: { ...dashboard.counted, ...alarms.counted },
      }
    : dashboard;
