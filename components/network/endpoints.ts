import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import * as defaults from "./defaults.ts";
import type { EndpointAccess } from "./endpointAccess.ts";
import { ownAccount } from "../shared/iam.ts";

/** The policy of a service's endpoint; `undefined` leaves AWS's own policy, which is open. */
export type PolicyOf = (service: string) => pulumi.Output<string> | undefined;

export function endpointPolicies(
  { region, trustedAccounts = [], openEndpoints = [] }: EndpointAccess & { region: string },
  opts: pulumi.InvokeOptions,
): PolicyOf {
  const accountIds = [ownAccount(opts), ...trustedAccounts];
  return (service) =>
    openEndpoints.includes(service) ? undefined : endpointPolicy(service, region, accountIds);
}

/**
 * The policy of a VPC endpoint. AWS's own policy admits any credentials for any resource, so an
 * intruder in a task could copy data into a foreign bucket with foreign credentials. This one lets
 * identities of known accounts reach resources of known accounts.
 *
 * Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; the
 * conditions are those of aws-samples/data-perimeter-policy-examples, "VPC endpoint policy examples".
 */
const endpointPolicy = (
  service: string,
  region: string,
  accountIds: pulumi.Input<string>[],
): pulumi.Output<string> =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "KnownAccounts",
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: {
          StringEquals: { "aws:PrincipalAccount": accountIds, "aws:ResourceAccount": accountIds },
        },
      },
      ...(service === "s3" ? [imageLayers(region)] : []),
    ],
  });

/**
 * Tasks can't start without their image's layers. ECR keeps the layers of all images in a bucket of
 * AWS and signs the addresses with an account of AWS; neither is a known account.
 * Source: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)", "Minimum
 * Amazon S3 Bucket Permissions for Amazon ECR".
 */
const imageLayers = (region: string) => ({
  Sid: "ImageLayers",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
});

export function createInterfaceEndpoints(
  name: string,
  vpc: awsx.ec2.Vpc,
  args: EndpointAccess & { region: string; cidrBlock: string },
  policyOf: PolicyOf,
  opts: pulumi.CustomResourceOptions,
): { ids: pulumi.Output<string>[]; securityGroupId?: pulumi.Output<string> } {
  const services = args.interfaceEndpoints ?? defaults.interfaceEndpoints;
  if (services.length === 0) return { ids: [] };
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      description: "HTTPS from the VPC to AWS services",
      vpcId: vpc.vpcId,
      ingress: [
        {
          description: "HTTPS from the VPC",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [args.cidrBlock],
        },
      ],
      egress: [],
    },
    opts,
  );
  const endpoints = services.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service.replaceAll(".", "-")}`,
        {
          vpcId: vpc.vpcId,
          serviceName: `com.amazonaws.${args.region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: vpc.privateSubnetIds,
          securityGroupIds: [securityGroup.id],
          policy: policyOf(service),
        },
        opts,
      ),
  );
  return { ids: endpoints.map(({ id }) => id), securityGroupId: securityGroup.id };
}
