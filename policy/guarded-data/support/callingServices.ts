/** The resources whose policies a service does not send its source for, by type. */
type Exceptions = readonly string[];

const keys: Exceptions = [
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
];
const topics: Exceptions = ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"];
const logGroups: Exceptions = ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"];

/**
 * The services that say for which account and resource they call another service, with the types of
 * resources for which they don't. A policy for another service is not judged: a condition that the
 * service does not meet would shut it out. Load balancers and CodeStar notifications are such
 * services: the policies in their guides have no condition.
 *
 * Sources, by service:
 * - `cloudfront`: "Restrict access to an Amazon S3 origin", CloudFront Developer Guide
 * - `s3`: "Granting permissions to publish event notification messages to a destination", S3 User Guide
 * - `logging.s3`: "Enabling Amazon S3 server access logging", S3 User Guide
 * - `sns`, `sqs`, and keys for `s3`: "Amazon SQS Key management", SQS Developer Guide
 * - `events`: "Using resource-based policies for Amazon EventBridge": not with SNS topics; "Managing
 *   Amazon SNS encryption keys and costs": not with their keys
 * - `cloudwatch`, `budgets`, `events.rds`: the same page on keys; "Example cases for Amazon SNS access
 *   control"; "Cross-service confused deputy prevention", Cost Management User Guide
 * - `cloudtrail`: "Cross-service confused deputy prevention", CloudTrail User Guide
 * - `config`: "Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel"
 * - `delivery.logs`, `logs`: "Enabling logging from AWS services" and "Exporting log data to Amazon
 *   S3", CloudWatch Logs User Guide
 * - `guardduty`: "Exporting GuardDuty findings to Amazon S3 buckets"; `inspector2`: "Exporting Amazon
 *   Inspector findings reports"; `macie`: "Storing and retaining sensitive data discovery results"
 * - `ses`: "Giving permissions to Amazon SES for email receiving"
 * - `serverlessrepo`: "Publishing applications", Serverless Application Repository Developer Guide
 * - `route53`: PutResourcePolicy, CloudWatch Logs API; `dnssec-route53`: "Working with customer managed
 *   keys for DNSSEC", Route 53 Developer Guide
 * - `appflow`: "Amazon S3 bucket policies for Amazon AppFlow"
 * - `lambda`: "Private repository policy examples in Amazon ECR"; `codebuild`: "Amazon ECR sample for
 *   CodeBuild"
 */
const callingServices: Readonly<Record<string, Exceptions>> = {
  appflow: [],
  budgets: [],
  cloudfront: [],
  cloudtrail: [],
  cloudwatch: [],
  codebuild: keys,
  config: [],
  costalerts: [],
  "delivery.logs": [...keys, ...logGroups],
  "dnssec-route53": [],
  events: [...keys, ...topics, ...logGroups],
  "events.rds": [],
  guardduty: [],
  inspector2: [],
  lambda: keys,
  "logging.s3": [],
  logs: [],
  macie: [],
  route53: [],
  s3: [],
  serverlessrepo: [],
  ses: [],
  sns: [],
  sqs: [],
};

/**
 * Whether a service says for whom it calls, when it uses a resource of a type.
 *
 * @param principal - such as `sns.amazonaws.com`, or with a region `logs.eu-west-1.amazonaws.com`
 */
export function saysItsSource(principal: string, type: string): boolean {
  const service = /^(.+)\.amazonaws\.com$/.exec(withoutRegion(principal))?.[1];
  const isKnown = service !== undefined && Object.hasOwn(callingServices, service);
  return isKnown && !callingServices[service]!.includes(type);
}

/**
 * The name of a service that is the same in all regions: `states.us-west-2.amazonaws.com` and
 * `states.cn-north-1.amazonaws.com.cn` are `states.amazonaws.com`.
 */
export const withoutRegion = (principal: string): string =>
  principal
    .toLowerCase()
    .replace(/(\.[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?$/, ".amazonaws.com");
