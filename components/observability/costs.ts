/** What a type of resource costs while nothing happens. */
interface CostAtRest {
  /** The option that it exists by. */
  readonly option: string;
  readonly what: string;
  /** In USD a month, in us-east-1 in November 2026. 0 is free at rest. */
  readonly usd: number;
  /** What the price is for. */
  readonly each: string;
  /** What it costs besides. @default nothing */
  readonly besides?: string;
}

/** Parts of what is in `costsAtRest` for `logs.search`: functions, settings and rights that AWS has no price for at rest. */
export const freeParts: readonly string[] = [
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lambda/function:Function",
  "aws:lambda/invocation:Invocation",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "random:index/randomPassword:RandomPassword",
];

/**
 * All types of resources that options of observability create. docs/observability.md shows them, and a test compares
 * them with what a region with every option declares.
 * Sources: CloudWatch's page "Pricing", KMS's page "Pricing"; of the domain those of docs/search.md.
 */
export const costsAtRest: Readonly<Record<string, CostAtRest>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    ...{ option: "alarms", what: "alarm", usd: 0.1, each: "each of its metrics" },
    besides: "an account's first ten metrics are free",
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    ...{ option: "alarms", what: "alarm of the region", usd: 0.5, each: "each" },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    ...{ option: "alarms", what: "metric that counts lines", usd: 0, each: "each" },
    besides: "0.30 USD a month for the hours in which it counts something",
  },
  "aws:ecs/cluster:Cluster": {
    ...{ option: "alarms, dashboards", what: "Container Insights", usd: 0, each: "a cluster" },
    besides:
      "0.30 USD a month for each of its metrics and 0.50 per GB of their log, while tasks run",
  },
  "aws:sns/topic:Topic": {
    ...{ option: "alarmTargets", what: "topic of alarms", usd: 0, each: "each" },
    besides: "0.50 USD for a million notifications, 2 for 100,000 mails",
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    ...{ option: "alarmTargets", what: "who may publish", usd: 0, each: "each" },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    ...{ option: "alarmTargets", what: "mail address or webhook", usd: 0, each: "each" },
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    ...{ option: "alarmTargets", what: "Slack channel", usd: 0, each: "each" },
  },
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": {
    ...{ option: "alarmTargets", what: "Teams channel", usd: 0, each: "each" },
  },
  "aws:iam/role:Role": {
    ...{ option: "alarmTargets", what: "role of chats", usd: 0, each: "each" },
  },
  "aws:kms/key:Key": {
    ...{
      option: "logs.encryption, alarmTargets.ownKey",
      what: "key of your own",
      usd: 1,
      each: "each",
    },
    besides: "0.03 USD for 10,000 uses",
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    ...{ option: "dashboards", what: "dashboard", usd: 3, each: "each" },
    besides:
      "an account's first three are free, if they have at most 50 metrics; a region's has more",
  },
  "aws:opensearch/domain:Domain": {
    ...{ option: "logs.search", what: "smallest domain, at home", usd: 27, each: "it" },
    besides: "its table is in docs/search.md",
  },
  "aws:secretsmanager/secret:Secret": {
    ...{ option: "logs.search", what: "the domain's password", usd: 0.4, each: "it" },
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    ...{ option: "logs.search", what: "stream of lines", usd: 0, each: "each" },
    besides: "by volume; of the one into the VPC also each zone's hours, see Firehose's price page",
  },
  "aws:s3/bucket:Bucket": {
    ...{ option: "logs.search", what: "archive of lines", usd: 0, each: "each" },
    besides: "by volume",
  },
  "aws:cloudwatch/contributorInsightRule:ContributorInsightRule": {
    ...{ option: "usage", what: "ranking", usd: 0.5, each: "each" },
    besides: "an account's first is free; 0.02 USD for a million lines that it counts",
  },
};

/** The table of docs/observability.md, which a test compares. Cells have no padding. */
export const costTable = (): string =>
  [
    ["option", "what it creates", "USD a month at rest", "besides"],
    ["---", "---", "---", "---"],
    ...Object.values(costsAtRest).map(({ option, what, usd, each, besides }) => [
      option.replaceAll(/[\w.]+/g, "`$&`"),
      what,
      usd === 0 ? "0" : `${usd.toFixed(2)} for ${each}`,
      besides ?? "",
    ]),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
