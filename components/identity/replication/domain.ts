import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm, httpsCheck } from "../../endpoint/index.ts";
import { describeAlarm } from "../../observability/index.ts";
import type { SignInDomainArgs } from "../pages/signInDomainArgs.ts";
import type { Pool } from "../pool/pool.ts";

/** Cognito's oldest TLS version without its legacy policy, TLS_V1. Source: Cognito API Reference, "CustomDomainConfigType". */
const securityPolicy = "TLS_V1_2_2021";

interface ReplicatedDomainArgs extends SignInDomainArgs {
  readonly managedLoginVersion?: number;
  readonly certificateArn: pulumi.Output<string>;
}

/**
 * The own domain of a replicated pool. It belongs to the home region, as Cognito allows no other one for a replica:
 * Cognito itself sends requests to the replica while the health check is unhealthy, and back.
 *
 * It is made by Cloud Control: `aws.cognito.UserPoolDomain` has no routing (@pulumi/aws 7.48).
 *
 * Sources: Cognito Developer Guide, "Multi-Region replication for user pools" (Failover); CloudFormation Template
 * Reference, "AWS::Cognito::UserPoolDomain".
 *
 * @returns the domain's distribution
 */
export function createReplicatedDomain(
  name: string,
  { id: userPoolId, replication }: Pool,
  args: ReplicatedDomainArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { region, replica } = replication!;
  const { certificateArn, managedLoginVersion } = args;
  const check = replica && createHealthCheck(name, region, userPoolId, args, opts);
  const domain = new aws.cloudcontrol.Resource(
    name,
    {
      typeName: "AWS::Cognito::UserPoolDomain",
      desiredState: pulumi.jsonStringify({
        UserPoolId: userPoolId,
        Domain: args.name,
        CustomDomainConfig: { CertificateArn: certificateArn, SecurityPolicy: securityPolicy },
        ...(managedLoginVersion && { ManagedLoginVersion: managedLoginVersion }),
        ...(check && {
          Routing: {
            Failover: { PrimaryRoute53HealthCheckId: check.id, SecondaryRegion: replica.region },
          },
        }),
      }),
    },
    pulumi.mergeOptions(opts, {
      // A pool has at most one domain of its own.
      deleteBeforeReplace: true,
      dependsOn: replica ? [replica.resource] : [],
    }),
  );
  return domain.properties.apply(distributionOf);
}

/**
 * Whether Cognito responds in the home region: it gets the pool's public keys from the regional endpoint,
 * over the internet. It does not measure sign-ins, triggers, mail or the pool's key, and no user can make
 * it fail. With the issuer `UPDATED`, AWS does not document these keys at the regional endpoint; should they
 * go, the alarm tells, and sign-in is served by the replica.
 *
 * Costs about 1.60 USD a month: 0.50 for the check, 1 for HTTPS and 0.10 for the alarm. Source: Amazon Route
 * 53's page "Pricing" (September 2026).
 */
function createHealthCheck(
  name: string,
  region: string,
  userPoolId: pulumi.Output<string>,
  { name: host, alarmTopicArns, alarm }: SignInDomainArgs,
  opts: pulumi.CustomResourceOptions,
): aws.route53.HealthCheck {
  const path = pulumi.interpolate`/${userPoolId}/.well-known/jwks.json`;
  const check = new aws.route53.HealthCheck(
    name,
    {
      ...httpsCheck(`cognito-idp.${region}.amazonaws.com`, path),
      tags: { Name: `${host} sign-in` },
    },
    opts,
  );
  if (alarm !== false) {
    createAlarm(name, check, describeAlarm("health-check-sign-in"), alarmTopicArns, opts);
  }
  return check;
}

const distributionOf = (properties: string): string =>
  (JSON.parse(properties) as { CloudFrontDistribution: string }).CloudFrontDistribution;
