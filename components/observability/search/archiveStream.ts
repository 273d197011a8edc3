import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../../function/bundledFunction.ts";
import { ownAccount, rolePolicy, serviceRole } from "../../shared/iam.ts";
import * as defaults from "./defaults.ts";
import { allowEgress } from "../../service/index.ts";
import type { SearchNetwork } from "./domain.ts";
import { storing } from "./searchStream.ts";

interface ArchiveStreamArgs {
  readonly environment: string;
  readonly homeRegion: pulumi.Input<string>;
  readonly bucket: aws.s3.Bucket;
  readonly network: SearchNetwork;
}

/** Firehose gives up on an invocation after five minutes. */
const timeoutSeconds = 120;

/** A 6 MB request is about 60 MB of lines. */
const memoryMb = 512;

/**
 * A stream that archives what the region's log groups send, and whose function puts each line into the home region's
 * search as a document.
 */
export function createArchiveStream(
  name: string,
  { environment, homeRegion, bucket, network }: ArchiveStreamArgs,
  opts: pulumi.ComponentResourceOptions,
): aws.kinesis.FirehoseDeliveryStream {
  const account = ownAccount(opts);
  const target = pulumi.interpolate`arn:aws:firehose:${homeRegion}:${account}:deliverystream/${name}`;
  const [securityGroupId, setSecurityGroupId] = pulumi.deferredOutput<string>();
  const transform = new BundledFunction(
    `${name}-documents`,
    {
      source: "logs/firehose",
      timeoutSeconds,
      memoryMb,
      environment: { STREAM: name, STREAM_REGION: homeRegion, ENVIRONMENT: environment },
      statements: [{ actions: ["firehose:PutRecordBatch"], resources: [target] }],
      vpc: { subnetIds: network.subnetIds, securityGroupId },
    },
    opts,
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-documents`,
    { vpcId: network.vpcId, description: `Function ${name}-documents` },
    pulumi.mergeOptions(opts, { dependsOn: [...transform.permissions] }),
  );
  allowEgress(`${name}-documents`, securityGroup, network.egress, opts);
  setSecurityGroupId(securityGroup.id);
  const role = serviceRole(`${name}-archive`, "firehose.amazonaws.com", opts);
  const { arn } = transform.function;
  const policy = rolePolicy(
    `${name}-archive`,
    role,
    [
      ...storing(bucket),
      {
        actions: ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
        resources: [arn, pulumi.interpolate`${arn}:*`],
      },
    ],
    opts,
  );
  return new aws.kinesis.FirehoseDeliveryStream(
    `${name}-archive`,
    {
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      extendedS3Configuration: {
        bucketArn: bucket.arn,
        roleArn: role.arn,
        // CloudWatch Logs compresses each record; one after the other they are a valid .gz.
        compressionFormat: "UNCOMPRESSED",
        fileExtension: ".gz",
        prefix: "lines/",
        errorOutputPrefix: "failed/!{firehose:error-output-type}/",
        bufferingInterval: defaults.bufferingSeconds,
        bufferingSize: defaults.bufferingMb,
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: "Lambda",
              parameters: [
                {
                  parameterName: "LambdaArn",
                  parameterValue: pulumi.interpolate`${arn}:$LATEST`,
                },
              ],
            },
          ],
        },
      },
    },
    pulumi.mergeOptions(opts, { dependsOn: [policy] }),
  );
}
