import type * as pulumi from "@pulumi/pulumi";
import { type RegionAlarmsArgs, regionAlarmsRules } from "../alarms/args.ts";
import type { Thresholds } from "../alarms/overridden.ts";
import {
  anything,
  input,
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { accountId, region, resourceId } from "../../shared/rules.ts";

/** What a region's dashboard shows. */
export interface RegionBoardArgs {
  /** Its name, such as `dev-us-east-1`: an account's dashboards are those of all regions. */
  readonly dashboardName: string;
  readonly region: string;
  /** What the region has; settings of alarms are ignored. */
  readonly parts: RegionAlarmsArgs;
  /** ARNs of its alarms. @default none */
  readonly alarmArns?: readonly pulumi.Input<string>[];
  /** When its alarms ring, as lines in the graphs. @default no lines */
  readonly thresholds?: Thresholds;
  /** Names of metrics in the namespace `Palisade` that count the API's refusals, by what they count. @default none */
  readonly counted?: Readonly<Record<string, string>>;
}

/** What the dashboard over all regions shows. */
export interface GlobalBoardArgs {
  /** Its name, such as `dev-global`. */
  readonly dashboardName: string;
  /** The environment, with which the names of its APIs begin. */
  readonly environment: string;
  readonly regions: readonly string[];
  /** The account, if the regions have an alarm of the whole region, `<environment>-region`. @default no alarms */
  readonly accountId?: pulumi.Input<string>;
  /** What is counted of the API's refusals, such as `throttled`. @default nothing */
  readonly refusals?: readonly string[];
  /** The distribution in front of the regions. @default none */
  readonly distributionId?: pulumi.Input<string>;
}

/** Source: CloudWatch API Reference, "PutDashboard". */
const dashboardName = required(
  text(/^[\w-]{1,255}$/, "at most 255 letters, digits, - and _, such as dev-us-east-1"),
);

export const regionBoardRules: OptionRules<RegionBoardArgs> = {
  dashboardName,
  region: required(region),
  parts: required(options(regionAlarmsRules)),
  alarmArns: listOf(resourceId),
  thresholds: anything,
  counted: mapOf(text()),
};

export const globalBoardRules: OptionRules<GlobalBoardArgs> = {
  dashboardName,
  environment: required(text(/^[\w-]+$/, "letters, digits, - and _")),
  regions: required(
    listOf(region, { least: 1, distinct: true, allowed: "a list of different regions" }),
  ),
  accountId: input(accountId),
  refusals: listOf(text()),
  distributionId: resourceId,
};
