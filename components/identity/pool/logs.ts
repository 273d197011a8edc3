import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "../../shared/logGroup.ts";
import { flag, type OptionRules, options } from "../../shared/options.ts";
import { logRetentionDays } from "../../shared/rules.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { Pool } from "./pool.ts";
import type { ThreatOptions } from "./threatProtection.ts";

interface LogSettings {
  /** Messages that were not delivered, by SES or SNS: the only place where these failures show. @default false */
  readonly deliveryErrors?: boolean;
  /** Each sign-up, sign-in and reset, with its risk. Needs `threatProtection`. @default false */
  readonly events?: boolean;
  /** Days that they are kept. @default the platform's `observability.logs`, else 30 */
  readonly retentionDays?: number;
}

export interface LogOptions {
  /**
   * What Cognito logs, into a log group of the environment. Delivery is best effort. Entries of events contain
   * names and addresses of users. CloudWatch bills them as vended logs.
   * @default nothing
   */
  readonly logs?: LogSettings | undefined;
}

export const logRules: OptionRules<LogOptions> = {
  logs: options<LogSettings>({
    deliveryErrors: flag,
    events: flag,
    retentionDays: logRetentionDays,
  }),
};

/** Source: Cognito Developer Guide, "Exporting logs from Amazon Cognito user pools". */
export const logs: OptionGroup<LogOptions & ThreatOptions> = {
  faults: ({ logs: given, threatProtection }) => [
    ...(given?.events && threatProtection === undefined
      ? [
          {
            argument: "logs.events",
            given: true,
            allowed: "false without threatProtection",
            fix: 'Set threatProtection: "audit" and plan: "PLUS".',
          },
        ]
      : []),
    ...(given && !given.deliveryErrors && !given.events
      ? [
          {
            argument: "logs",
            given,
            allowed: "at least one of deliveryErrors and events",
            fix: "Turn one on, or remove it.",
          },
        ]
      : []),
  ],
};

export function createLogs(
  name: string,
  { logs: given }: LogOptions,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): void {
  if (!given) return;
  const group = createLogGroup(
    `${name}-events`,
    {
      // Its prefix keeps the account's log resource policy from growing with each group.
      name: `/aws/vendedlogs/${name}`,
      retentionDays: given.retentionDays,
    },
    opts,
  );
  const cloudWatchLogsConfiguration = { logGroupArn: group.arn };
  new aws.cognito.LogDeliveryConfiguration(
    name,
    {
      userPoolId: pool.id,
      logConfigurations: [
        ...(given.deliveryErrors
          ? [{ eventSource: "userNotification", logLevel: "ERROR", cloudWatchLogsConfiguration }]
          : []),
        ...(given.events
          ? [{ eventSource: "userAuthEvents", logLevel: "INFO", cloudWatchLogsConfiguration }]
          : []),
      ],
    },
    opts,
  );
}
