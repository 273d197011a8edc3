import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Egress } from "../../service/index.ts";
import { fitting, ownAccount } from "../../shared/iam.ts";
import * as defaults from "./defaults.ts";
import type { SearchOptions } from "./options.ts";

/** The domain, and what reaches it. */
export interface SearchDomain {
  readonly domain: aws.opensearch.Domain;
  readonly securityGroupId: pulumi.Output<string>;
  readonly user: string;
  readonly password: pulumi.Output<string>;
}

/** The region's network. */
export interface SearchNetwork {
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, in different zones. */
  readonly subnetIds: pulumi.Input<string[]>;
  /** What functions reach over HTTPS. @default every address */
  readonly egress?: Egress | undefined;
}

export interface DomainArgs extends SearchNetwork {
  readonly region: string;
  readonly sizes: Required<SearchOptions>;
}

/** The domain's main user, who may do everything, also in Dashboards. */
const user = "admin";

/** Of a domain's name. Source: OpenSearch Service API Reference, "CreateDomain". */
const maxName = 28;

/**
 * An OpenSearch domain with Dashboards in private subnets: encrypted, and closed but for signed-in users. Its main user's
 * password is in Secrets Manager.
 */
export function createDomain(
  name: string,
  { vpcId, subnetIds, region, sizes }: DomainArgs,
  opts: pulumi.CustomResourceOptions,
): SearchDomain {
  const { result: password } = new random.RandomPassword(
    name,
    { length: 32, minLower: 1, minUpper: 1, minNumeric: 1, minSpecial: 1, overrideSpecial: "-_!" },
    opts,
  );
  const secret = new aws.secretsmanager.Secret(
    name,
    { description: "Sign-in to OpenSearch Dashboards: user and password" },
    opts,
  );
  new aws.secretsmanager.SecretVersion(
    name,
    { secretId: secret.id, secretString: pulumi.jsonStringify({ user, password }) },
    opts,
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    name,
    { vpcId, description: `OpenSearch of ${name}` },
    opts,
  );
  for (const [index, cidrIpv4] of sizes.readers.entries()) {
    const range = cidrIpv4.includes(":") ? { cidrIpv6: cidrIpv4 } : { cidrIpv4 };
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-reader-${index + 1}`,
      {
        ...{ ...range, securityGroupId: securityGroup.id, ipProtocol: "tcp" },
        ...{ fromPort: 443, toPort: 443, description: "Readers of the logs" },
      },
      opts,
    );
  }
  const domainName = fitting(name, maxName).toLowerCase();
  const arn = pulumi.interpolate`arn:aws:es:${region}:${ownAccount(opts)}:domain/${domainName}`;
  const domain = new aws.opensearch.Domain(
    name,
    {
      domainName,
      accessPolicies: openTo(arn),
      ...domainInputs({ subnetIds, sizes, securityGroupId: securityGroup.id, password }),
    },
    pulumi.mergeOptions(opts, {
      customTimeouts: defaults.domainTimeouts,
      deleteBeforeReplace: true,
    }),
  );
  return { domain, securityGroupId: securityGroup.id, user, password };
}

interface DomainInputs extends Pick<DomainArgs, "subnetIds" | "sizes"> {
  readonly securityGroupId: pulumi.Input<string>;
  readonly password: pulumi.Input<string>;
}

function domainInputs({
  subnetIds,
  sizes: { instances, instanceType, volumeGb },
  securityGroupId,
  password,
}: DomainInputs): aws.opensearch.DomainArgs {
  const zones = instances > 1 ? 2 : 1;
  return {
    engineVersion: defaults.engineVersion,
    clusterConfig: {
      ...{ instanceType, instanceCount: instances, zoneAwarenessEnabled: zones > 1 },
      ...(zones > 1 && { zoneAwarenessConfig: { availabilityZoneCount: zones } }),
    },
    ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: volumeGb },
    vpcOptions: {
      subnetIds: pulumi.output(subnetIds).apply((ids) => ids.slice(0, zones)),
      securityGroupIds: [securityGroupId],
    },
    encryptAtRest: { enabled: true },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: defaults.tlsPolicy },
    advancedSecurityOptions: {
      enabled: true,
      anonymousAuthEnabled: false,
      internalUserDatabaseEnabled: true,
      masterUserOptions: { masterUserName: user, masterUserPassword: password },
    },
    softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
  };
}

/**
 * In a VPC, and with users of its own, the domain's policy admits all: AWS's advice with fine-grained access control.
 * Source: OpenSearch Service Developer Guide, "Fine-grained access control".
 */
const openTo = (arn: pulumi.Output<string>) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "es:ESHttp*",
        Resource: pulumi.interpolate`${arn}/*`,
      },
    ],
  });
