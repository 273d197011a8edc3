import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createCertificate } from "../../endpoint/index.ts";
import type { Pool } from "../pool/pool.ts";
import { createReplicatedDomain } from "../replication/domain.ts";
import type { SignInDomainArgs } from "./signInDomainArgs.ts";

/** Cognito serves a pool's own domain by CloudFront, whose certificates are in this region. */
const certificateRegion = "us-east-1";

/** The hosted zone of all distributions. Source: Route 53 API Reference, "AliasTarget" (HostedZoneId). */
const cloudFrontZoneId = "Z2FDTNDATAQYW2";

/**
 * A pool's own domain, for managed login and the token endpoint, with its certificate and its record, which always
 * leads to the same distribution. Of addresses, AWS documents an A record only, so there is no AAAA.
 *
 * Sources: Cognito Developer Guide, "Using your own domain for managed login"; Cognito API Reference, "CustomDomainConfigType".
 */
export function createSignInDomain(
  name: string,
  pool: Pool,
  args: SignInDomainArgs,
  version: { readonly managedLoginVersion?: number },
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
  const distribution = pool.replication
    ? createReplicatedDomain(name, pool, { ...args, ...version, certificateArn }, opts)
    : new aws.cognito.UserPoolDomain(
        name,
        // Also without pages: managed login refuses TLS 1.0 and 1.1, for which @pulumi/aws 7.48 has no setting.
        { userPoolId: pool.id, domain: host, certificateArn, managedLoginVersion: 2 },
        // A pool has at most one domain of its own.
        pulumi.mergeOptions(opts, { deleteBeforeReplace: true }),
      ).cloudfrontDistribution;
  new aws.route53.Record(
    `${name}-A`,
    {
      zoneId: hostedZoneId,
      name: host,
      type: "A",
      aliases: [{ name: distribution, zoneId: cloudFrontZoneId, evaluateTargetHealth: false }],
    },
    opts,
  );
}
