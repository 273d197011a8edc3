import { type Mappings, resourcePolicy } from "../mapping.ts";

export const messagingMappings: Mappings = {
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    schema: "AWS::Chatbot::SlackChannelConfiguration",
    names: {
      slackTeamId: "SlackWorkspaceId",
      guardrailPolicyArns: "GuardrailPolicies",
      userAuthorizationRequired: "UserRoleRequired",
    },
  },
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": {
    schema: "AWS::Chatbot::MicrosoftTeamsChannelConfiguration",
    names: {
      channelId: "TeamsChannelId",
      channelName: "TeamsChannelName",
      tenantId: "TeamsTenantId",
      guardrailPolicyArns: "GuardrailPolicies",
      userAuthorizationRequired: "UserRoleRequired",
    },
  },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    schema: "AWS::SES::ConfigurationSet",
    names: { configurationSetName: "Name" },
  },
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
    schema: "AWS::SES::ConfigurationSetEventDestination",
    names: { eventDestinationName: "EventDestination.Name" },
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    schema: "AWS::SES::EmailIdentity",
    names: { configurationSetName: "ConfigurationSetAttributes.ConfigurationSetName" },
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    schema: "AWS::SES::EmailIdentity",
    names: {
      mailFromDomain: "MailFromAttributes.MailFromDomain",
      behaviorOnMxFailure: "MailFromAttributes.BehaviorOnMxFailure",
    },
  },
  "aws:sns/topic:Topic": {
    schema: "AWS::SNS::Topic",
    names: { name: "TopicName" },
    parts: { policy: resourcePolicy },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    schema: "AWS::SNS::TopicPolicy",
    names: { arn: "Topics.0", policy: "PolicyDocument" },
    parts: { policy: resourcePolicy },
    formats: { arn: "AWS::SNS::Topic.Arn" },
    replaces: ["arn"],
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    schema: "AWS::SNS::Subscription",
    names: { topic: "TopicArn" },
    formats: { topic: "AWS::SNS::Topic.Arn" },
  },
  "aws:sqs/queue:Queue": {
    schema: "AWS::SQS::Queue",
    names: {
      name: "QueueName",
      contentBasedDeduplication: { to: "ContentBasedDeduplication", values: { false: undefined } },
      maxMessageSize: "MaximumMessageSize",
      messageRetentionSeconds: "MessageRetentionPeriod",
      receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
      visibilityTimeoutSeconds: "VisibilityTimeout",
    },
    parts: { policy: resourcePolicy },
    rules: { "": ["aws_sqs_queue/properties"] },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    schema: "AWS::SQS::QueuePolicy",
    names: { queueUrl: "Queues.0", policy: "PolicyDocument" },
    parts: { policy: resourcePolicy },
    replaces: ["queueUrl"],
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
    schema: "AWS::SQS::Queue",
    replaces: ["queueUrl"],
  },
  "aws:sqs/redrivePolicy:RedrivePolicy": {
    schema: "AWS::SQS::Queue",
    replaces: ["queueUrl"],
  },
};
