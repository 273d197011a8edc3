import { ExportedStack } from "../support/exportedStack.ts";
import { policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "shared", stack: "prod", region: "eu-west-1" });
const own = "arn:aws:iam::111122223333:root";
stack.aws("kms.Key", "data", {
  enableKeyRotation: true,
  policy: policyText(
    { Effect: "Allow", Principal: { AWS: own }, Action: "kms:*", Resource: "*" },
    {
      Effect: "Allow",
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:*" },
      },
    },
  ),
});
const topic = stack.aws("sns.Topic", "alarms");
stack.aws("sns.TopicPolicy", "alarms", {
  arn: topic.arn,
  policy: policyText(
    {
      Sid: "__default_statement_ID",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes"],
      Resource: topic.arn,
      Condition: { StringEquals: { "AWS:SourceOwner": "111122223333" } },
    },
    {
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "SNS:Publish",
      Resource: topic.arn,
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    },
  ),
});
const images = stack.aws("ecr.Repository", "base");
stack.aws("ecr.RepositoryPolicy", "base", {
  repository: images.name,
  policy: policyText({
    Effect: "Allow",
    Principal: "*",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  }),
});
const logs = stack.aws("s3.Bucket", "logs");
stack.aws("s3.BucketPublicAccessBlock", "logs", {
  bucket: logs.name,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
stack.aws("s3.BucketPolicy", "logs", {
  bucket: logs.name,
  policy: policyText(
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${logs.arn}/AWSLogs/111122223333/*`,
      Condition: {
        StringEquals: {
          "s3:x-amz-acl": "bucket-owner-full-control",
          "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
        },
      },
    },
    {
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${logs.arn}/balancers/AWSLogs/111122223333/*`,
    },
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::156460612806:root" },
      Action: "s3:PutObject",
      Resource: `${logs.arn}/balancers/AWSLogs/111122223333/*`,
    },
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [logs.arn, `${logs.arn}/*`],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ),
});
const bus = stack.aws("cloudwatch.EventBus", "orders", { name: "orders" });
stack.aws("cloudwatch.EventBusPolicy", "orders", {
  eventBusName: bus.name,
  policy: policyText({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::444455556666:root" },
    Action: "events:PutEvents",
    Resource: bus.arn,
  }),
});

/** The default and recommended policies in AWS's guides: nobody else may use these. */
export const sharedResources: CorpusState = {
  about: "a key, a topic, images, logs and an event bus, with policies as AWS recommends them",
  stack,
};
