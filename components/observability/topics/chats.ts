import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { serviceRole } from "../../shared/iam.ts";
import type { NotificationTargets } from "./targets.ts";

/**
 * The most that a channel may do, whatever its role allows: without it, AWS sets AdministratorAccess.
 * Source: AWS Chatbot API Reference, "CreateSlackChannelConfiguration" (GuardrailPolicyArns).
 */
const guardrail = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess";

/** Configurations of chats, of which the role has no permissions: notifications need none, and commands shall not work. */
export function createChats(
  name: string,
  { slack, teams }: Pick<NotificationTargets, "slack" | "teams">,
  topic: aws.sns.Topic,
  opts: pulumi.CustomResourceOptions,
): void {
  if (!slack && !teams) return;
  const common = {
    iamRoleArn: serviceRole(`${name}-chat`, "chatbot.amazonaws.com", opts).arn,
    snsTopicArns: [topic.arn],
    guardrailPolicyArns: [guardrail],
    loggingLevel: "ERROR",
  };
  const configurationName = (chat: string): pulumi.Output<string> =>
    topic.name.apply((each) => `${each}-${chat}`);
  if (slack) {
    new aws.chatbot.SlackChannelConfiguration(
      `${name}-slack`,
      {
        ...common,
        configurationName: configurationName("slack"),
        slackTeamId: slack.workspaceId,
        slackChannelId: slack.channelId,
      },
      opts,
    );
  }
  if (teams) {
    const { tenantId, teamId, channelId } = teams;
    new aws.chatbot.TeamsChannelConfiguration(
      `${name}-teams`,
      { ...common, configurationName: configurationName("teams"), tenantId, teamId, channelId },
      opts,
    );
  }
}
