import * as pulumi from "@pulumi/pulumi";
import { checkOptions, type OptionRules, options } from "../shared/options.ts";
import { type RegionAlarmsArgs, regionAlarmsRules } from "./alarms/args.ts";
import { RegionAlarms } from "./alarms/regionAlarms.ts";

export interface ObservabilityArgs {
  /** Alarms on the region's parts. @default none */
  alarms?: RegionAlarmsArgs;
}

const observabilityRules: OptionRules<ObservabilityArgs> = {
  alarms: options(regionAlarmsRules),
};

/**
 * What lets a team see a region: each part is a component of its own, and exists only if it is asked for.
 *
 * Creates `RegionAlarms`. Costs what they cost.
 */
export class Observability extends pulumi.ComponentResource {
  /** Names in CloudWatch of the alarms that deployments check. */
  readonly alarmNames: pulumi.Output<string>[];

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`Observability "${name}"`, args, observabilityRules);
    super("palisade:observability:Observability", name, {}, opts);
    const child = { parent: this };

    const alarms = args.alarms && new RegionAlarms(name, args.alarms, child);

    this.alarmNames = alarms?.alarmNames ?? [];
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}
