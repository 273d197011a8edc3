import type * as pulumi from "@pulumi/pulumi";
import {
  check,
  input,
  flag,
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { resourceId } from "../../shared/rules.ts";
import { type AlarmOverrides, alarmOverridesRule, runbooksRule } from "./overrides.ts";

/** The API whose calls and refusals are watched. */
export interface WatchedApi {
  /** Name of the REST API. */
  restApiName: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /**
   * Names of the log groups of the access log, whose lines have `errorType`: `$context.error.responseType`. API Gateway
   * logs the calls of a canary in one of their own.
   */
  accessLogNames: pulumi.Input<string>[];
  /** Whether AWS WAF is in front of it. @default false */
  firewall?: boolean;
  /** Whether usage plans have quotas. @default false */
  quotas?: boolean;
}

/** An ECS service behind an application load balancer; its cluster has Container Insights. */
export interface WatchedService {
  clusterName: pulumi.Input<string>;
  serviceName: pulumi.Input<string>;
  /** End of the load balancer's ARN, such as `app/orders/50dc6c495c0c9188`. */
  loadBalancer: pulumi.Input<string>;
  /** End of the target group's ARN, such as `targetgroup/orders/73e2d6bc24d8a067`. */
  targetGroup: pulumi.Input<string>;
}

/** A user pool in its home region. */
export interface WatchedUserPool {
  id: pulumi.Input<string>;
  /** Ids of its clients by name. */
  clientIds: Record<string, pulumi.Input<string>>;
}

type Named = Record<string, pulumi.Input<string>>;

/** What a region has. Nothing is watched that is left out. */
export interface RegionAlarmsArgs {
  api?: WatchedApi;
  /** Names of Lambda functions by names of your own. */
  functions?: Named;
  services?: Record<string, WatchedService>;
  /** Ids of NAT gateways by names of your own. */
  natGateways?: Named;
  userPool?: WatchedUserPool;
  /** Names of the log groups of a user pool's triggers. */
  triggerLogs?: Named;
  /** Names of DynamoDB tables. */
  tables?: Named;
  /** Names of queues that something in this region consumes all the time. */
  queues?: Named;
  /** Names of queues with messages that have failed for good. */
  deadLetterQueues?: Named;
  /** ARNs of certificates of ACM in this region. */
  certificates?: Named;
  /** Names in CloudWatch of further alarms that page, such as those of `ApiAlarms`. @default none */
  pagingAlarmNames?: pulumi.Input<string>[];
  /** Changes by the alarms' names; `false` leaves an alarm out. @default docs/observability.md */
  overrides?: AlarmOverrides;
  /** Address of the folder with the runbooks. @default the project's own folder docs/runbooks */
  runbooks?: string;
  /** At most 5 SNS topics of this region that the alarm of the whole region notifies. @default none */
  pageTopicArns?: pulumi.Input<string>[];
  /** At most 5 SNS topics of this region that every single alarm notifies. @default none */
  ticketTopicArns?: pulumi.Input<string>[];
}

/** Resource names contain them. */
const ownName = text(/^[\w.-]+$/, "names of letters, digits, ., - and _");
const named = mapOf(resourceId, ownName);
const topics = listOf(resourceId, {
  most: 5,
  allowed: "a list of at most 5 ARNs of SNS topics",
});

export const regionAlarmsRules: OptionRules<RegionAlarmsArgs> = {
  api: options<WatchedApi>({
    restApiName: required(input(text())),
    stageName: required(input(text())),
    accessLogNames: required(listOf(resourceId)),
    firewall: flag,
    quotas: flag,
  }),
  functions: named,
  services: mapOf(
    options<WatchedService>({
      clusterName: required(resourceId),
      serviceName: required(resourceId),
      loadBalancer: required(
        input(text(/^app\//, 'the end of a load balancer\'s ARN, beginning with "app/"')),
      ),
      targetGroup: required(
        input(text(/^targetgroup\//, 'the end of a target group\'s ARN, "targetgroup/…"')),
      ),
    }),
    ownName,
  ),
  natGateways: named,
  userPool: options<WatchedUserPool>({ id: required(resourceId), clientIds: required(named) }),
  triggerLogs: named,
  tables: named,
  queues: named,
  deadLetterQueues: named,
  certificates: named,
  pagingAlarmNames: check(Array.isArray, "a list of names of alarms"),
  overrides: alarmOverridesRule,
  runbooks: runbooksRule,
  pageTopicArns: topics,
  ticketTopicArns: topics,
};
