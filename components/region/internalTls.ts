import type * as pulumi from "@pulumi/pulumi";
import { createCertificate, type DomainArgs, regionHost } from "../endpoint/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { flag, type OptionRules } from "../shared/options.ts";

export interface InternalTlsArgs {
  /**
   * Serves the services inside the VPC over HTTPS alone: to the functions, and to services that call them.
   * Needs a domain, in whose zone ACM validates the certificate. The names are public in the logs of
   * certificates as `*.internal.<region>.<domain>`, but only the VPC resolves them.
   * @default false: HTTP, which only the security groups protect
   */
  internalTls?: boolean;
}

export const internalTlsRules: OptionRules<InternalTlsArgs> = { internalTls: flag };

interface Scope extends InternalTlsArgs {
  readonly region: string;
  readonly definition: Platform;
  readonly domain?: DomainArgs | undefined;
}

/** The zone of the services' names, which no public zone has. */
export const internalZone = (region: string, { name }: Pick<DomainArgs, "name">): string =>
  `internal.${regionHost(region, name)}`;

/** First name of a certificate. Source: ACM API Reference, "RequestCertificate" (DomainName). */
const maxSubject = 64;

export function internalTlsFaults(scope: Scope): OptionFault[] {
  const { internalTls = false, region, definition, domain } = scope;
  if (!internalTls) return [];
  const argument = "internalTls";
  if (!domain) {
    const fix = "Give the region a domain: ACM validates the certificate in its zone.";
    return [{ argument, given: true, allowed: "false without a domain", fix }];
  }
  const subject = `*.${internalZone(region, domain)}`;
  const linked = definition.api.routes.find(({ integration }) => integration.kind === "vpcLink");
  return [
    ...(subject.length > maxSubject
      ? [
          {
            argument: "domain.name",
            given: domain.name,
            allowed: `at most ${maxSubject - subject.length + domain.name.length} characters with internalTls`,
            fix: `ACM's limit for ${subject} is ${maxSubject}.`,
          },
        ]
      : []),
    ...(linked
      ? [
          {
            argument: "definition.routes",
            given: linked.key,
            allowed: "no vpcLink route with internalTls",
            fix: "Use lambdaProxy: AWS does not document which name API Gateway expects in a load balancer's certificate.",
          },
        ]
      : []),
  ];
}

/** One certificate for all of the region's services, with its validation in the domain's public zone. */
export const createInternalCertificate = (
  name: string,
  { region, domain, internalTls }: Scope,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> | undefined =>
  internalTls && domain
    ? createCertificate(
        `${name}-internal`,
        domain.hostedZoneId,
        [{ host: `*.${internalZone(region, domain)}`, isShared: false }],
        opts,
      )
    : undefined;
