import type * as pulumi from "@pulumi/pulumi";
import {
  alarmsOf,
  type AlarmTargets,
  alarmTargetsRule,
  alarmTopicArns as topicArnsRule,
  needsTopic,
  type NotificationTargets,
} from "../observability/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import type { OptionRules } from "../shared/options.ts";

/** Whom the alarms of a region tell. */
export interface AlarmTargetArgs {
  /** SNS topics of this region that each of its alarms notifies, at most 5. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
  /** Whom the region's alarms tell, by mail, chat or webhook. @default nobody */
  alarmTargets?: AlarmTargets | undefined;
}

export const alarmTargetRules: OptionRules<AlarmTargetArgs> = {
  alarmTopicArns: topicArnsRule,
  alarmTargets: alarmTargetsRule,
};

/** Topics of an alarm. Source: CloudWatch API Reference, "PutMetricAlarm" (AlarmActions). */
const mostTopics = 5;

/** More topics than CloudWatch notifies. */
export function alarmTargetFaults(
  alarms: AlarmTargetArgs & { readonly definition: Platform },
): OptionFault[] {
  const { alarmTargets = {}, alarmTopicArns = [], definition } = alarms;
  const { scope } = alarmsOf(definition.observability ?? {});
  const countOf = ({ topicArns = [] }: NotificationTargets = { topicArns: [] }) => topicArns.length;
  const own = (targets?: NotificationTargets) => (targets && needsTopic(targets) ? 1 : 0);
  const { page, ticket } = alarmTargets;
  const count =
    alarmTopicArns.length +
    countOf(ticket) +
    own(ticket) +
    (scope === "api" ? countOf(page) + own(page) : 0);
  if (count <= mostTopics) return [];
  const fix = "Let one topic lead to the other targets.";
  const allowed = `at most ${mostTopics} topics for an alarm, with alarmTopicArns`;
  return [{ argument: "alarmTargets", given: `${count} topics`, allowed, fix }];
}
