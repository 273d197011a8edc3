import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm, createCertificate, httpsCheck } from "../../endpoint/index.ts";
import type { SignInDomainArgs } from "./signInDomainArgs.ts";

/** Cognito serves a pool's own domain by CloudFront, whose certificates are in this region. */
const certificateRegion = "us-east-1";

/** The hosted zone of all distributions. Source: Route 53 API Reference, "AliasTarget" (HostedZoneId). */
const cloudFrontZoneId = "Z2FDTNDATAQYW2";

/** Cognito's oldest TLS version without its legacy policy, TLS_V1. Source: Cognito API Reference, "CustomDomainConfigType". */
const securityPolicy = "TLS_V1_2_2021";

/** The pool that a domain belongs to. */
interface DomainOf {
  readonly region: string;
  readonly userPoolId: pulumi.Output<string>;
  /** The replica that takes over. Without one there is nothing to fail over to. */
  readonly replica: { readonly region: string; readonly resource: pulumi.Resource } | undefined;
}

/**
 * A pool's own domain, for managed login and the token endpoint. It belongs to the home region, as Cognito
 * allows no other one for a replica: Cognito itself sends requests to the replica while the health check is
 * unhealthy, and back. The DNS record always leads to the same distribution.
 *
 * It is made by Cloud Control: `aws.cognito.UserPoolDomain` has no routing (@pulumi/aws 7.48). Of addresses,
 * AWS documents an A record only, so there is no AAAA.
 *
 * Sources: Cognito Developer Guide, "Multi-Region replication for user pools" (Failover) and "Using your own
 * domain for managed login"; CloudFormation Template Reference, "AWS::Cognito::UserPoolDomain".
 */
export function createSignInDomain(
  name: string,
  { region, userPoolId, replica }: DomainOf,
  args: SignInDomainArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { name: host, hostedZoneId } = args;
  const certificateArn = createCertificate(
    name,
    hostedZoneId,
    [{ host, isShared: false }],
    opts,
    certificateRegion,
  );
  const check = replica && createHealthCheck(name, region, userPoolId, args, opts);
  const domain = new aws.cloudcontrol.Resource(
    name,
    {
      typeName: "AWS::Cognito::UserPoolDomain",
      desiredState: pulumi.jsonStringify({
        UserPoolId: userPoolId,
        Domain: host,
        CustomDomainConfig: { CertificateArn: certificateArn, SecurityPolicy: securityPolicy },
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
  new aws.route53.Record(
    `${name}-A`,
    {
      zoneId: hostedZoneId,
      name: host,
      type: "A",
      aliases: [
        {
          name: domain.properties.apply(distributionOf),
          zoneId: cloudFrontZoneId,
          evaluateTargetHealth: false,
        },
      ],
    },
    opts,
  );
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
  { name: host, alarmTopicArns }: SignInDomainArgs,
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
  const description = "Cognito does not respond in the home region: the replica serves sign-in";
  createAlarm(name, check, description, alarmTopicArns, opts);
  return check;
}

const distributionOf = (properties: string): string =>
  (JSON.parse(properties) as { CloudFrontDistribution: string }).CloudFrontDistribution;
