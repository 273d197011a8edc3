import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../graph/resource.ts";
import { type ApiShape, itemOf, memberOf, shapeOf } from "../apiModel.ts";
import { everyInput } from "../testing/pulumiInputs.ts";
import { provide } from "../testing/provided.ts";
import { RecordingAws } from "../testing/recordingAws.ts";
import { pathsIn } from "../unserved/index.ts";
import { inputsWithoutEffect } from "../unserved/inputs.ts";
import { awsKinds } from "./index.ts";

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: "s3:GetObject" }] });
const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("") });

/** Values with a meaning for the provider, in place of the generated ones. */
const meaningful: Readonly<Record<string, Properties>> = {
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": { userPoolId: "us-east-1_1" },
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": { settings: "{}" },
  "aws:dynamodb/table:Table": { replicas: [] },
  "aws:iam/policy:Policy": { policy },
  "aws:iam/role:Role": {
    assumeRolePolicy: policy,
    inlinePolicies: [{ name: "it", policy }],
  },
  "aws:iam/rolePolicy:RolePolicy": { policy },
  "aws:lambda/function:Function": { code, vpcConfig: undefined },
  "aws:scheduler/schedule:Schedule": {
    scheduleExpression: "rate(1 hour)",
    scheduleExpressionTimezone: "UTC",
    flexibleTimeWindow: { mode: "OFF" },
  },
  "aws:s3/bucketObject:BucketObject": { source: new pulumi.asset.StringAsset("text") },
  "aws:s3/bucketObjectv2:BucketObjectv2": { source: new pulumi.asset.StringAsset("text") },
};

/** Types that are sent whole. */
const sentWhole = [
  "aws:cognito/identityProvider:IdentityProvider",
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
  "aws:cognito/managedLoginBranding:ManagedLoginBranding",
  "aws:cognito/riskConfiguration:RiskConfiguration",
  "aws:cognito/userGroup:UserGroup",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/resourceServer:ResourceServer",
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "aws:sqs/redrivePolicy:RedrivePolicy",
];

/** Types that are not sent: other parts of the platform read them, or nothing does. */
const read = [
  "aws:appautoscaling/target:Target",
  "aws:ecs/service:Service",
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:lambda/alias:Alias",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:scheduler/schedule:Schedule",
  "aws:scheduler/scheduleGroup:ScheduleGroup",
];

const sentTypes = [...new Set([...sentWhole, ...Object.keys(inputsWithoutEffect)])].filter(
  (type) => !read.includes(type),
);

async function sentFor(type: string, inputs: Properties) {
  const aws = new RecordingAws();
  await provide(aws.context, type, "it", inputs);
  return aws.sent;
}

/** Inputs at every depth without which the same is sent. */
async function notSent(type: string, inputs: Properties): Promise<string[]> {
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
  for (const type of sentTypes) {
    it(`has the model's names: ${type}`, async () => {
      const inputs = { ...everyInput(type), region: undefined, ...meaningful[type] };
      const sent = await sentFor(type, inputs);

      const unknown = sent.flatMap(({ operation, model, input }) =>
        unknownNames(shapeOf(model), input, operation),
      );
      assert.deepEqual(unknown, []);
      const { [type]: lists = {} } = inputsWithoutEffect;
      assert.deepEqual(
        (await notSent(type, inputs)).toSorted(),
        [...pathsIn(lists, "dropped"), ...pathsIn(lists, "inert")].toSorted(),
      );
    });
  }

  // Cloud Control has CloudFormation's names for inputs.
  const isOther = (type: string) =>
    !(sentTypes.includes(type) || type.startsWith("aws:cloudcontrol/"));

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
