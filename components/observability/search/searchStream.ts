import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AllowStatement, ownAccount, rolePolicy, serviceRole } from "../../shared/iam.ts";
import { allowConnections } from "../../shared/securityGroups.ts";
import * as defaults from "./defaults.ts";
import type { SearchDomain, SearchNetwork } from "./domain.ts";

interface SearchStreamArgs extends SearchNetwork {
  readonly search: SearchDomain;
  readonly bucket: aws.s3.Bucket;
}

/** The role by which Firehose writes, and its policy. */
export function writerRole(
  name: string,
  { search: { domain }, bucket }: Pick<SearchStreamArgs, "search" | "bucket">,
  opts: pulumi.CustomResourceOptions,
): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
  const role = serviceRole(`${name}-delivery`, "firehose.amazonaws.com", opts);
  const policy = rolePolicy(
    `${name}-delivery`,
    role,
    [...storing(bucket), ...indexing(domain), networkInterfaces, lending(ownAccount(opts))],
    opts,
  );
  return { role, policy };
}

/** Puts each record into OpenSearch as a document of its day's index. Documents that it refuses go to the bucket. */
export function createSearchStream(
  name: string,
  { vpcId, subnetIds, search, bucket }: SearchStreamArgs,
  { role, policy }: ReturnType<typeof writerRole>,
  after: pulumi.Resource,
  opts: pulumi.CustomResourceOptions,
): aws.kinesis.FirehoseDeliveryStream {
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-delivery`,
    { vpcId, description: `Firehose to OpenSearch of ${name}` },
    opts,
  );
  const rules = allowConnections(
    443,
    {
      securityGroupId: securityGroup.id,
      name: `${name}-delivery-to-domain`,
      description: "OpenSearch",
    },
    {
      securityGroupId: search.securityGroupId,
      name: `${name}-from-delivery`,
      description: "Firehose",
    },
    opts,
  );
  return new aws.kinesis.FirehoseDeliveryStream(
    name,
    {
      // The functions of all regions put documents into the stream of this name.
      name,
      destination: "opensearch",
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      opensearchConfiguration: {
        domainArn: search.domain.arn,
        roleArn: role.arn,
        indexName: "palisade-logs",
        indexRotationPeriod: "OneDay",
        bufferingInterval: defaults.bufferingSeconds,
        bufferingSize: defaults.bufferingMb,
        // The longest that Firehose allows, in seconds: while the domain changes its nodes, lines wait.
        retryDuration: 7_200,
        s3BackupMode: "FailedDocumentsOnly",
        s3Configuration: {
          bucketArn: bucket.arn,
          roleArn: role.arn,
          prefix: "refused/",
          compressionFormat: "GZIP",
        },
        vpcConfig: { subnetIds, securityGroupIds: [securityGroup.id], roleArn: role.arn },
      },
    },
    pulumi.mergeOptions(opts, {
      deleteBeforeReplace: true,
      dependsOn: [policy, after, ...rules],
    }),
  );
}

/** Source: Firehose Developer Guide, "Controlling access". */
export const storing = ({ arn }: aws.s3.Bucket): AllowStatement[] => [
  {
    actions: [
      "s3:AbortMultipartUpload",
      "s3:GetBucketLocation",
      "s3:ListBucket",
      "s3:ListBucketMultipartUploads",
    ],
    resources: [arn],
  },
  {
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
    resources: [pulumi.interpolate`${arn}/*`],
  },
];

const indexing = ({ arn }: aws.opensearch.Domain): AllowStatement[] => [
  {
    actions: ["es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains"],
    resources: [arn],
  },
  {
    actions: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
    resources: [pulumi.interpolate`${arn}/*`],
  },
];

/** Gives Firehose the network interfaces that the role made. */
const lending = (account: pulumi.Output<string>): AllowStatement => ({
  actions: ["ec2:CreateNetworkInterfacePermission"],
  resources: [pulumi.interpolate`arn:aws:ec2:*:${account}:network-interface/*`],
});

/** None of these can be limited to a resource that exists beforehand. Source: as `storing`. */
const networkInterfaces: AllowStatement = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
  ],
  resources: ["*"],
};
