import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../graph/resource.ts";
import { type ApiShape, itemOf, memberOf, shapeOf } from "../apiModel.ts";
import { everyInput } from "../testing/pulumiInputs.ts";
import { provide } from "../testing/provided.ts";
import { RecordingAws } from "../testing/recordingAws.ts";
import { awsKinds } from "./index.ts";

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: "s3:GetObject" }] });
const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("") });

/** Values with a meaning for the provider, in place of the generated ones. */
const meaningful: Readonly<Record<string, Properties>> = {
  "aws:dynamodb/table:Table": { replicas: [] },
  "aws:iam/policy:Policy": { policy },
  "aws:iam/role:Role": { assumeRolePolicy: policy, inlinePolicies: [{ name: "it", policy }] },
  "aws:iam/rolePolicy:RolePolicy": { policy },
  "aws:lambda/function:Function": { code, vpcConfig: undefined },
  "aws:s3/bucketObject:BucketObject": { source: new pulumi.asset.StringAsset("text") },
  "aws:s3/bucketObjectv2:BucketObjectv2": { source: new pulumi.asset.StringAsset("text") },
};

/**
 * Inputs that are not sent when the resource is created. Most have no effect on one machine; some are for
 * the provider itself (`namePrefix`, `forceDestroy`).
 */
const unsent: Readonly<Record<string, string>> = {
  "aws:cognito/userPool:UserPool": "",
  "aws:cognito/userPoolClient:UserPoolClient": "",
  "aws:cognito/resourceServer:ResourceServer": "",
  "aws:cognito/userPoolDomain:UserPoolDomain": "",
  "aws:lambda/function:Function": `
    architectures capacityProviderConfig codeSha256 codeSigningConfigArn deadLetterConfig
    description durableConfig ephemeralStorage fileSystemConfig imageConfig imageUri
    kmsKeyArn layers loggingConfig packageType publish publishTo
    replaceSecurityGroupsOnDestroy replacementSecurityGroupIds reservedConcurrentExecutions
    s3Bucket s3Key s3ObjectVersion skipDestroy snapStart sourceCodeHash sourceKmsKeyArn tags
    tenancyConfig tracingConfig useResourceTimeoutForPropagation`,
  "aws:dynamodb/table:Table": `
    billingMode deletionProtectionEnabled globalSecondaryIndexes.hashKey
    globalSecondaryIndexes.onDemandThroughput globalSecondaryIndexes.rangeKey
    globalSecondaryIndexes.readCapacity globalSecondaryIndexes.warmThroughput
    globalSecondaryIndexes.writeCapacity globalTableWitness importTable onDemandThroughput
    pointInTimeRecovery readCapacity replicas restoreBackupArn restoreDateTime
    restoreSourceName restoreSourceTableArn restoreToLatestTime serverSideEncryption
    tableClass tags ttl warmThroughput writeCapacity`,
  "aws:cloudwatch/eventBus:EventBus": "",
  "aws:cloudwatch/eventRule:EventRule": "forceDestroy isEnabled namePrefix",
  "aws:cloudwatch/eventTarget:EventTarget": "forceDestroy",
  "aws:kinesis/stream:Stream": `
    arn encryptionType enforceConsumerDeletion kmsKeyId shardCount shardLevelMetrics`,
  "aws:sfn/stateMachine:StateMachine": "namePrefix",
  "aws:iam/policy:Policy": "delayAfterPolicyCreationInMs description namePrefix tags",
  "aws:iam/policyAttachment:PolicyAttachment": "groups name users",
  "aws:iam/role:Role": `
    description forceDetachPolicies maxSessionDuration namePrefix path tags`,
  "aws:iam/rolePolicy:RolePolicy": "namePrefix",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "",
  "aws:sns/topic:Topic": `
    applicationFailureFeedbackRoleArn applicationSuccessFeedbackRoleArn
    applicationSuccessFeedbackSampleRate archivePolicy firehoseFailureFeedbackRoleArn
    firehoseSuccessFeedbackRoleArn firehoseSuccessFeedbackSampleRate
    httpFailureFeedbackRoleArn httpSuccessFeedbackRoleArn httpSuccessFeedbackSampleRate
    lambdaFailureFeedbackRoleArn lambdaSuccessFeedbackRoleArn
    lambdaSuccessFeedbackSampleRate namePrefix sqsFailureFeedbackRoleArn
    sqsSuccessFeedbackRoleArn sqsSuccessFeedbackSampleRate tags`,
  "aws:sns/topicSubscription:TopicSubscription":
    "confirmationTimeoutInMinutes endpointAutoConfirms replayPolicy",
  "aws:sqs/queue:Queue": "namePrefix tags",
  "aws:sqs/queuePolicy:QueuePolicy": "",
  "aws:sesv2/emailIdentity:EmailIdentity": "configurationSetName dkimSigningAttributes tags",
  "aws:s3/bucketObject:BucketObject": `
    acl bucketKeyEnabled content contentBase64 etag forceDestroy kmsKeyId
    objectLockLegalHoldStatus objectLockMode objectLockRetainUntilDate serverSideEncryption
    sourceHash storageClass tags websiteRedirect`,
  "aws:s3/bucketObjectv2:BucketObjectv2": `
    acl bucketKeyEnabled checksumAlgorithm content contentBase64 etag forceDestroy kmsKeyId
    objectLockLegalHoldStatus objectLockMode objectLockRetainUntilDate overrideProvider
    serverSideEncryption sourceHash storageClass tags websiteRedirect`,
  "aws:cloudwatch/metricAlarm:MetricAlarm": "",
  "aws:s3/bucket:Bucket": `
    accelerationStatus acl bucketNamespace bucketPrefix corsRules forceDestroy grants
    lifecycleRules logging objectLockConfiguration objectLockEnabled policy
    replicationConfiguration requestPayer serverSideEncryptionConfiguration tags versioning
    website`,
  "aws:s3/bucketVersioning:BucketVersioning":
    "expectedBucketOwner mfa versioningConfiguration.mfaDelete",
};

async function sentFor(type: string, inputs: Properties) {
  const aws = new RecordingAws();
  await provide(aws.context, type, "it", inputs);
  return aws.sent;
}

/** Inputs at every depth without which the same is sent. */
async function unsentInputs(type: string, inputs: Properties): Promise<string[]> {
  const sent = await sentFor(type, inputs);
  const found: string[][] = [];
  for (const path of pathsOf(inputs)) {
    if (found.some((parent) => parent.every((key, index) => key === path[index]))) continue;
    const others = await sentFor(type, without(inputs, path)).catch(() => undefined);
    if (isDeepStrictEqual(others, sent)) found.push(path);
  }
  return found.map((path) => path.filter((key) => key !== "0").join("."));
}

// Proves that nothing is misspelt, not that MiniStack heeds it.
describe("what the provider sends to AWS", () => {
  for (const [type, expected] of Object.entries(unsent)) {
    it(`has the model's names: ${type}`, async () => {
      const inputs = { ...everyInput(type), region: undefined, ...meaningful[type] };
      const sent = await sentFor(type, inputs);

      const unknown = sent.flatMap(({ operation, model, input }) =>
        unknownNames(shapeOf(model), input, operation),
      );
      assert.deepEqual(unknown, []);
      assert.equal(
        (await unsentInputs(type, inputs)).join(" "),
        expected.trim().replaceAll(/\s+/g, " "),
      );
    });
  }

  // Cloud Control has CloudFormation's names for inputs.
  const isOther = (type: string) => !(type in unsent || type.startsWith("aws:cloudcontrol/"));

  it("comes from the types in this table only", async () => {
    for (const type of Object.keys(awsKinds).filter(isOther)) {
      const inputs = { ...everyInput(type), region: undefined, ...meaningful[type] };
      const sent = await sentFor(type, inputs);
      assert.deepEqual(sent, [], type);
    }
  });

  it("never has an input without a name in the model", async () => {
    const client = { userPoolId: "us-east-1_1", callbackUrl: ["https://example.com"] };
    await assert.rejects(sentFor("aws:cognito/userPoolClient:UserPoolClient", client), {
      name: "InputError",
      message: "callbackUrl has no name in AWS's CreateUserPoolClientRequest.",
    });
  });
});

function unknownNames(shape: ApiShape, value: unknown, path: string): string[] {
  if (value === null || typeof value !== "object") return [];
  const item = itemOf(shape);
  const entries = Object.entries(value);
  if (item) return entries.flatMap(([key, each]) => unknownNames(item, each, `${path}.${key}`));
  if (shape.kind !== "structure") return [];
  return entries.flatMap(([key, each]) => {
    const member = memberOf(shape, key);
    return member?.name === key
      ? unknownNames(member.shape, each, `${path}.${key}`)
      : [`${path}.${key}`];
  });
}

function pathsOf(value: unknown): string[][] {
  if (
    value === null ||
    typeof value !== "object" ||
    pulumi.asset.Asset.isInstance(value) ||
    pulumi.asset.Archive.isInstance(value)
  )
    return [];
  return Object.entries(value).flatMap(([key, each]) =>
    each === undefined
      ? []
      : [...(Array.isArray(value) ? [] : [[key]]), ...pathsOf(each).map((path) => [key, ...path])],
  );
}

function without(value: unknown, [key = "", ...rest]: string[]): Properties {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Properties;
  if (rest.length === 0) delete copy[key];
  else copy[key] = without(copy[key], rest);
  return copy;
}
