import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { DomainArgs } from "./args.ts";
import type { Host } from "./certificate.ts";
import { securityPolicy } from "./tls.ts";

/** The stage that a domain leads to. */
export interface MappedStage {
  /** Id of the REST API. */
  restApiId: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
}

/** A host name that leads to the API in this region. */
export interface DomainName {
  /** API Gateway's name for it, the target of alias records. */
  readonly target: pulumi.Output<string>;
  readonly targetZoneId: pulumi.Output<string>;
  readonly mapping: aws.apigateway.BasePathMapping;
}

/**
 * A custom domain name for IPv4 and IPv6, mapped to the stage.
 *
 * The mapping has no base path, so the API gets paths as they are sent. One mapping serves all versions
 * of the API: they are prefixes of paths in one REST API (`/v1/orders`). A base path `v1` would be cut
 * off, and the API would look for `/orders`.
 * Source: API Gateway Developer Guide, "Use API mappings to connect API stages to a custom domain name".
 */
export function createDomainName(
  name: string,
  { host, isShared }: Host,
  certificateArn: pulumi.Output<string>,
  { tlsPolicy, truststore, restApiId, stageName }: MappedStage & DomainArgs,
  opts: pulumi.CustomResourceOptions,
): DomainName {
  const domain = new aws.apigateway.DomainName(
    `${name}-${host}`,
    {
      domainName: host,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: "REGIONAL", ipAddressType: "dualstack" },
      ...securityPolicy(tlsPolicy),
      ...(isShared && truststore && { mutualTlsAuthentication: { truststoreUri: truststore } }),
    },
    opts,
  );
  const mapping = new aws.apigateway.BasePathMapping(
    `${name}-${host}`,
    { restApi: restApiId, stageName, domainName: domain.domainName },
    opts,
  );
  return { target: domain.regionalDomainName, targetZoneId: domain.regionalZoneId, mapping };
}
