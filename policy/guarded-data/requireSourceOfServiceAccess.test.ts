import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireSourceOfServiceAccess as rule } from "./requireSourceOfServiceAccess.ts";

const account = "123456789012";
const bucket = "aws:s3/bucketPolicy:BucketPolicy";
const key = "aws:kms/key:Key";
const queue = "aws:sqs/queuePolicy:QueuePolicy";
const topic = "aws:sns/topicPolicy:TopicPolicy";

interface Case {
  readonly type: string;
  readonly service: string | readonly string[];
  readonly action: string | readonly string[];
  readonly condition?: unknown;
  /** Further statements. */
  readonly beside?: readonly object[];
}

const verdict = ({ type, service, action, condition, beside = [] }: Case) => {
  const own = { Effect: "Allow", Principal: { Service: service }, Action: action, Resource: "*" };
  const Statement = [{ ...own, Condition: condition }, ...beside];
  const property = type.includes("logResourcePolicy") ? "policyDocument" : "policy";
  return judge(rule, { type, props: { [property]: { Statement } } });
};

const [site, mail, trail] = [
  { type: bucket, service: "cloudfront.amazonaws.com", action: "s3:GetObject" },
  { type: bucket, service: "ses.amazonaws.com", action: "s3:PutObject" },
  { type: bucket, service: "cloudtrail.amazonaws.com", action: "s3:PutObject" },
];
const messages = { type: queue, service: "sns.amazonaws.com", action: "sqs:SendMessage" };
const encryption = ["kms:Decrypt", "kms:GenerateDataKey*"];
const equals = (name: string, value: unknown) => ({ StringEquals: { [name]: value } });
const like = (name: string, value: unknown) => ({ ArnLike: { [name]: value } });
const distribution = `arn:aws:cloudfront::${account}:distribution/E1`;
const denial = (Condition: object, Action = "sqs:*") => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: "*",
  Condition,
});

describe("require-source-of-service-access", () => {
  const failing: Record<string, Case> = {
    // CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
    "a bucket for anyone's distributions": site,
    "a bucket for distributions of any account": {
      ...site,
      condition: like("AWS:SourceArn", "arn:aws:cloudfront::*:distribution/*"),
    },
    "a bucket for one distribution or any": {
      ...site,
      condition: like("AWS:SourceArn", [distribution, "*"]),
    },
    "a condition that a missing source meets": {
      ...site,
      condition: { StringEqualsIfExists: { "AWS:SourceArn": distribution } },
    },
    "a condition that excludes one distribution": {
      ...site,
      condition: { StringNotEquals: { "AWS:SourceArn": distribution } },
    },
    "a condition on the service itself": {
      ...site,
      condition: equals("aws:PrincipalServiceName", "cloudfront.amazonaws.com"),
    },
    // CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".
    "a bucket for anyone's trails": {
      ...trail,
      condition: equals("s3:x-amz-acl", "bucket-owner-full-control"),
    },
    // SQS Developer Guide, "Amazon SQS Key management".
    "a queue for anyone's topics": messages,
    "a queue for anyone's buckets": { ...messages, service: "s3.amazonaws.com" },
    "a queue for anyone's rules": { ...messages, service: "events.amazonaws.com" },
    "a key for anyone's topics": { type: key, service: "sns.amazonaws.com", action: encryption },
    "a key for anyone's buckets": { type: key, service: "s3.amazonaws.com", action: encryption },
    // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    "a key for anyone's log groups": {
      type: key,
      service: "logs.eu-west-1.amazonaws.com",
      action: encryption,
      condition: like("kms:EncryptionContext:aws:logs:arn", "arn:aws:logs:*:*:*"),
    },
    // Amazon SNS Developer Guide, "Example cases for Amazon SNS access control".
    "a topic for anyone's alarms": {
      type: topic,
      service: "cloudwatch.amazonaws.com",
      action: "sns:Publish",
    },
    // Amazon ECR User Guide, "Private repository policy examples in Amazon ECR".
    "images for anyone's functions": {
      type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
      service: "lambda.amazonaws.com",
      action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    },
    "a denial of other actions": {
      ...messages,
      beside: [denial({ StringNotEquals: { "aws:SourceAccount": account } }, "sqs:PurgeQueue")],
    },
    "a denial that a missing condition limits": {
      ...messages,
      beside: [
        denial({
          StringNotEquals: { "aws:SourceAccount": account },
          IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
        }),
      ],
    },
  };
  for (const [what, statement] of Object.entries(failing)) {
    it(`fails with ${what}`, () => {
      const { violations, undecided } = verdict(statement);

      assert.equal(violations.length, 1);
      assert.match(
        violations[0]!.message,
        /^The policy lets \S+\.amazonaws\.com perform \S+( and \d more)? on behalf of any account: policy\.Statement\[0\]\.Condition is /,
      );
      assert.equal(undecided, undefined);
    });
  }

  const passing: Record<string, Case> = {
    "a distribution": { ...site, condition: equals("AWS:SourceArn", distribution) },
    "all distributions of an account": {
      ...site,
      condition: like("aws:sourcearn", `arn:aws:cloudfront::${account}:distribution/*`),
    },
    "a distribution that is not known yet": {
      ...site,
      condition: equals("AWS:SourceArn", unknown),
    },
    "a condition that is not known yet": { ...site, condition: unknown },
    "an account": { ...messages, condition: equals("aws:SourceAccount", [account]) },
    "an organization": { ...messages, condition: equals("aws:SourceOrgID", "o-123") },
    "accounts of an organizational unit": {
      ...messages,
      condition: { "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "o-123/r-456/*" } },
    },
    "a bucket, which has no account in its ARN": {
      ...messages,
      service: "s3.amazonaws.com",
      condition: like("aws:SourceArn", "arn:aws:s3:*:*:orders"),
    },
    // Former version of "Giving permissions to Amazon SES for email receiving", SES Developer Guide.
    "an account as the referer of mail": { ...mail, condition: equals("aws:Referer", account) },
    // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    "log groups of an account": {
      type: key,
      service: "logs.eu-west-1.amazonaws.com",
      action: encryption,
      condition: like("kms:EncryptionContext:aws:logs:arn", `arn:aws:logs:*:${account}:*`),
    },
    // Route 53 Developer Guide, "Working with customer managed keys for DNSSEC".
    "grants for the service's own resources": {
      type: key,
      service: "dnssec-route53.amazonaws.com",
      action: "kms:CreateGrant",
      condition: { Bool: { "kms:GrantIsForAWSResource": true } },
    },
    // EventBridge User Guide, "Using resource-based policies": no conditions in topic policies.
    "a topic for rules, which send no source": {
      type: topic,
      service: "events.amazonaws.com",
      action: "sns:Publish",
    },
    // Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs".
    "a key for rules, which send no source to topics' keys": {
      type: key,
      service: "events.amazonaws.com",
      action: encryption,
    },
    "a key for functions, which use it with the rights of their callers": {
      type: key,
      service: "lambda.amazonaws.com",
      action: encryption,
    },
    // "Enable access logs for your Application Load Balancer": the policy has no condition.
    "a bucket for load balancers' logs": {
      type: bucket,
      service: "logdelivery.elasticloadbalancing.amazonaws.com",
      action: "s3:PutObject",
    },
    // AWS Backup Developer Guide, "Notification options": the policy has no condition.
    "a topic for backups": { type: topic, service: "backup.amazonaws.com", action: "sns:Publish" },
    "a look at the bucket's settings": { ...trail, action: "s3:GetBucketAcl" },
    "an account as the principal": {
      ...messages,
      service: [],
      beside: [
        { Effect: "Allow", Principal: { AWS: account }, Action: "sqs:SendMessage", Resource: "*" },
      ],
    },
    "a denial for other accounts": {
      ...messages,
      beside: [
        denial({
          StringNotEqualsIfExists: { "aws:SourceAccount": account },
          Bool: { "aws:PrincipalIsAWSService": "true" },
          Null: { "aws:SourceAccount": "false" },
        }),
      ],
    },
  };
  for (const [what, statement] of Object.entries(passing)) {
    it(`passes with ${what}`, () => {
      assert.deepEqual(verdict(statement), { violations: [], undecided: undefined });
    });
  }

  it("is undecided without knowing the policy", () => {
    const { violations, undecided } = judge(rule, { type: bucket, props: { policy: unknown } });

    assert.deepEqual(violations, []);
    assert.match(undecided ?? "", /can't be known during preview/);
  });

  it("names the services of a statement, and not those that send no source", () => {
    const services = ["sns.amazonaws.com", "s3.amazonaws.com", "backup.amazonaws.com"];
    const [violation] = verdict({ ...messages, service: services }).violations;

    assert.match(
      violation!.message,
      /^The policy lets sns\.amazonaws\.com and s3\.amazonaws\.com perform sqs:SendMessage on /,
    );
  });
});
