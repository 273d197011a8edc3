import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { OptionFault } from "../../shared/errors.ts";
import { checkOptions } from "../../shared/options.ts";
import { type RegionAlarmsArgs, regionAlarmsRules } from "./args.ts";
import { createMetricAlarm } from "./metricAlarm.ts";
import { countedRefusals, createMetricFilters } from "./metricFilters.ts";
import { describe } from "./runbooks.ts";
import type { AlarmThreshold } from "./threshold.ts";
import { thresholds } from "./thresholds.ts";
import { type Thresholds, thresholdsOf } from "./overridden.ts";
import { type Watched, watchedIn } from "./watched.ts";

/**
 * Alarms on the parts of a region, and one alarm of the whole region that is on while one of those that page is.
 *
 * Creates for each part the alarms of the table in docs/observability.md, metric filters that count lines of the access
 * log and of triggers' logs, and a composite alarm. The pager, `pageTopicArns`, gets the composite alarm only: one
 * notification for an incident, whatever it sets off. `ticketTopicArns` gets every alarm by itself, with its runbook.
 *
 * The names of the composite alarm and of the counted metrics begin with `name`, which must be unique in the region.
 *
 * Costs 0.10 USD a month for each metric of an alarm and 0.50 for the composite alarm: about 4 USD for an API with two
 * services (us-east-1, November 2026). CloudWatch accepts three new alarms a second, so that thirty take ten seconds.
 * Source: CloudWatch User Guide, "CloudWatch service quotas" (PutMetricAlarm).
 */
export class RegionAlarms extends pulumi.ComponentResource {
  /** Names in CloudWatch of the alarm of the region and of all that page, which deployments check. */
  readonly alarmNames: pulumi.Output<string>[];
  /** ARN of the alarm of the region. `undefined` if nothing pages. */
  readonly regionAlarmArn: pulumi.Output<string> | undefined;
  /** ARNs of all alarms that this made, that of the region first. */
  readonly alarmArns: pulumi.Output<string>[];
  /** When its alarms ring. */
  readonly thresholds: Thresholds;
  /** Names of the metrics that count the API's refusals, by what they count. */
  readonly counted: Readonly<Record<string, string>>;

  /** @throws ComponentArgumentError for an argument that can't work, DefinitionError for several */
  constructor(name: string, args: RegionAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`RegionAlarms "${name}"`, args, regionAlarmsRules, pagingFaults);
    super("palisade:observability:RegionAlarms", name, {}, opts);
    const child = { parent: this };
    const watched = watchedWith(args);

    const names = new Set(watched.map(({ alarm }) => alarm));
    createMetricFilters(name, args, (alarm) => names.has(alarm), child);
    const created = watched.map((each) => createAlarm(name, each, args, child));
    const paging = [
      ...(args.pagingAlarmNames ?? []).map((each) => pulumi.output(each)),
      ...created.filter((_, index) => pages(watched[index]!, args)).map((alarm) => alarm.name),
    ];
    const region = paging.length > 0 ? createRegionAlarm(name, paging, args, child) : undefined;

    this.regionAlarmArn = region?.arn;
    this.alarmArns = [...(region ? [region.arn] : []), ...created.map(({ arn }) => arn)];
    this.thresholds = thresholdsOf([...names], args.overrides);
    const refusals = args.api ? countedRefusals((alarm) => names.has(alarm)) : [];
    this.counted = Object.fromEntries(refusals.map((each) => [each, `${name}-${each}`]));
    this.alarmNames = [...(region ? [region.alarmName] : []), ...paging];
    this.registerOutputs({ alarmNames: this.alarmNames, regionAlarmArn: this.regionAlarmArn });
  }
}

const watchedWith = (args: RegionAlarmsArgs): Watched[] =>
  watchedIn(args).filter(({ alarm }) => args.overrides?.[alarm] !== false);

const pages = ({ alarm }: Watched, { overrides }: RegionAlarmsArgs): boolean => {
  const row: AlarmThreshold = { ...thresholds[alarm], ...overrides?.[alarm] };
  return row.severity === "page";
};

/** CloudWatch's limit of the alarm of the region. Source: CloudWatch API Reference, "PutCompositeAlarm" (AlarmRule). */
const mostPaging = 100;

function pagingFaults(args: RegionAlarmsArgs): OptionFault[] {
  const given = watchedWith(args).filter((each) => pages(each, args));
  const count = given.length + (args.pagingAlarmNames ?? []).length;
  if (count <= mostPaging) return [];
  const fix = 'Make some a ticket, such as overrides: { "service-down": { severity: "ticket" } }.';
  const allowed = `parts with at most ${mostPaging} alarms that page`;
  return [{ argument: "", given: `${count} alarms that page`, allowed, fix }];
}

function createAlarm(
  name: string,
  watched: Watched,
  { overrides = {}, runbooks, ticketTopicArns }: RegionAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const override = overrides[watched.alarm] || {};
  const parts = [name, watched.subject, watched.alarm].filter((part) => part !== undefined);
  return createMetricAlarm(
    parts.join("-"),
    { ...watched, override, metricPrefix: name, topicArns: ticketTopicArns, runbooks },
    opts,
  );
}

/** On while one of the alarms is that page. */
const createRegionAlarm = (
  name: string,
  paging: pulumi.Output<string>[],
  { pageTopicArns = [], runbooks }: RegionAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.CompositeAlarm =>
  new aws.cloudwatch.CompositeAlarm(
    `${name}-region`,
    {
      alarmName: `${name}-region`,
      alarmDescription: describe(
        "region",
        "Callers of this region suffer: one of its alarms that page is on",
        runbooks,
      ),
      alarmRule: pulumi
        .all(paging)
        .apply((names) => names.map((each) => `ALARM("${each}")`).join(" OR ")),
      ...(pageTopicArns.length > 0 && { alarmActions: pageTopicArns, okActions: pageTopicArns }),
    },
    opts,
  );
