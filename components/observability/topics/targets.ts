import type * as pulumi from "@pulumi/pulumi";
import {
  flag,
  input,
  listOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { emailAddress } from "../../shared/rules.ts";

/** A channel of Slack. Amazon Q Developer in chat applications must know its workspace: an administrator adds it once, by hand. */
export interface SlackChannel {
  /** Such as `T0123ABCDEF`. */
  readonly workspaceId: string;
  /** Such as `C0123ABCDEF`. */
  readonly channelId: string;
}

/** A channel of Microsoft Teams, whose team an administrator has added to Amazon Q Developer in chat applications. */
export interface TeamsChannel {
  readonly tenantId: string;
  readonly teamId: string;
  /** As in the channel's link, such as `19%3Aabc%40thread.tacv2`. */
  readonly channelId: string;
}

/** Who is notified. */
export interface NotificationTargets {
  /** Addresses that get a mail. SNS first asks each to confirm. @default none */
  readonly emails?: readonly string[];
  /**
   * HTTPS addresses that get SNS's messages, such as PagerDuty's or Opsgenie's, which confirm the subscription by themselves.
   * They count as secrets. @default none
   */
  readonly webhooks?: readonly pulumi.Input<string>[];
  /** @default none */
  readonly slack?: SlackChannel;
  /** @default none */
  readonly teams?: TeamsChannel;
  /** Existing SNS topics of this region, at most 4. @default none */
  readonly topicArns?: readonly string[];
}

/** Whom a region's alarms tell. */
export interface AlarmTargets {
  /** Told once when callers of the region begin to suffer, and when that ends. @default nobody */
  readonly page?: NotificationTargets;
  /** Told by every single alarm, with its runbook. @default nobody */
  readonly ticket?: NotificationTargets;
  /**
   * Encrypts the topics with a key of their own, for 1 USD a month. SNS encrypts its storage anyway, and messages contain
   * names and numbers of alarms only: set it if a rule of yours asks for customer managed keys.
   * @default false
   */
  readonly ownKey?: boolean;
}

const targetRules: OptionRules<NotificationTargets> = {
  emails: listOf(emailAddress, { distinct: true, allowed: "a list of different addresses" }),
  webhooks: listOf(
    input(
      text(
        /^https:\/\/[^\s/]+\S*$/,
        "an address that begins with https://",
        "SNS sends messages over HTTP in plain text.",
      ),
    ),
    { distinct: true, allowed: "a list of different addresses" },
  ),
  slack: options<SlackChannel>({
    workspaceId: required(text(/^[0-9A-Z]{1,255}$/, "a workspace's id, such as T0123ABCDEF")),
    channelId: required(text(/^[A-Za-z0-9]{1,255}$/, "a channel's id, such as C0123ABCDEF")),
  }),
  teams: options<TeamsChannel>({
    tenantId: required(text(/^[0-9a-fA-F-]{36}$/, "the tenant's id, a UUID")),
    teamId: required(text(/^[0-9a-fA-F-]{36}$/, "the team's id, a UUID")),
    // Source: AWS Chatbot API Reference, "CreateMicrosoftTeamsChannelConfiguration" (TeamsChannelId).
    channelId: required(
      text(
        /^[\w=+/.,-]*%3[aA][\w=+/.,-]*%40[\w=+/.,-]*$/,
        "the channel's id as in its link, such as 19%3Aabc%40thread.tacv2",
        "Copy the part after /channel/ of the channel's link as it is, with %3A and %40.",
      ),
    ),
  }),
  topicArns: listOf(text(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, "the ARN of an SNS topic"), {
    most: 4,
    distinct: true,
    allowed: "a list of at most 4 ARNs of SNS topics",
  }),
};

export const alarmTargetsRules: OptionRules<AlarmTargets> = {
  page: options(targetRules),
  ticket: options(targetRules),
  ownKey: flag,
};

export const alarmTargetsRule = options(alarmTargetsRules);

/** Whether it takes a topic of our own to reach them. */
export const needsTopic = ({
  emails = [],
  webhooks = [],
  slack,
  teams,
}: NotificationTargets): boolean =>
  emails.length + webhooks.length > 0 || slack !== undefined || teams !== undefined;
