import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createCertificate } from "../endpoint/index.ts";
import { LogSettings } from "../observability/index.ts";
import { createAccessLog } from "./accessLog.ts";
import { checkArgs, type DistributionArgs } from "./args.ts";
import { apiBehavior, forwardAll, pathBehaviors, siteBehaviors } from "./cacheBehaviors.ts";
import * as defaults from "./defaults.ts";
import { errorResponses } from "./errorPages.ts";
import { createEdgeFirewall } from "./firewall.ts";
import { responseHeadersPolicy } from "./headers.ts";
import { apiOrigins, readFailoverFunction, siteOriginOf } from "./origins.ts";
import { admitDistribution } from "./site/bucket.ts";
import { nextRelease, type SiteRelease } from "./site/release.ts";
import { type PlannedSite } from "./site/plan.ts";
import { createSite, type SiteOrigin } from "./site/site.ts";

/**
 * A CloudFront distribution in front of all regions: one name with TLS at the edge location nearest to
 * the client, HTTP/2 and HTTP/3, IPv4 and IPv6. Requests reach the API through the name that the regions
 * share, so Route 53 leads them to a healthy region, with a secret header by which the regions know them.
 *
 * Creates the distribution with its certificate, records, policies and log, a web ACL with its log, and
 * for a site a private bucket with its files. At rest it costs 10 USD a month, for the web ACL and its
 * rules; a million requests cost 1.00 to 2.20 USD by place, 0.60 for the web ACL and about 0.40 for the
 * log, and traffic 0.085 USD per GB after the first TB (us-east-1). Source of requests and traffic: a stored copy
 * of CloudFront's page "Pricing", undated; the log's figure is an estimate.
 */
export class Distribution extends pulumi.ComponentResource {
  /** Such as `https://www.example.com`. */
  readonly url: string;
  readonly distributionId: pulumi.Output<string>;
  readonly distributionArn: pulumi.Output<string>;
  /** CloudFront's own name, such as `d111111abcdef8.cloudfront.net`. */
  readonly distributionDomain: pulumi.Output<string>;
  /** For the next deployment's `formerSite`. `undefined` without a site. */
  readonly siteRelease: SiteRelease | undefined;

  /** @throws ComponentArgumentError, SiteError, or DefinitionError for several faults */
  constructor(name: string, args: DistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    const site = checkArgs(`Distribution "${name}"`, args);
    const logs = new LogSettings(args.logs);
    super("palisade:index:Distribution", name, {}, logs.within(opts));
    const child = { parent: this };
    logs.createKey(name, defaults.edgeRegion, child);
    warnOfSkipped(site, this);

    const { production, formerSite, hostedZoneId } = args;
    const release = site && nextRelease(site.site, formerSite);
    const files =
      site && createSite(`${name}-site`, { ...site, release: release!, production }, child);
    const distribution = createDistribution(name, args, site, files, child);
    if (files) admitDistribution(`${name}-site`, files.bucket, distribution.arn, child);
    createAccessLog(name, distribution, args.edge.logRetentionDays, child);
    for (const host of hostsOf(args)) createRecords(name, host, hostedZoneId, distribution, child);

    this.siteRelease = release;
    this.url = `https://${args.domainName}`;
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.distributionDomain = distribution.domainName;
    this.registerOutputs({
      url: this.url,
      distributionId: this.distributionId,
      distributionDomain: this.distributionDomain,
    });
  }
}

function warnOfSkipped(planned: PlannedSite | undefined, distribution: Distribution): void {
  const skipped = planned?.site.skipped ?? [];
  if (skipped.length === 0) return;
  const files = skipped.length > 10 ? [...skipped.slice(0, 10), "…"] : skipped;
  void pulumi.log.warn(
    `The site leaves out names beginning with a dot: ${files.join(", ")}.`,
    distribution,
  );
}

function createDistribution(
  name: string,
  args: DistributionArgs,
  site: PlannedSite | undefined,
  files: SiteOrigin | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.Distribution {
  const { api, edge, originDomain, originRegions = [], originSecret } = args;
  const { behaviors = {}, responseHeaders = {}, errorPages = {} } = edge;
  const hosts = hostsOf(args);
  const names = hosts.map((host) => ({ host, isShared: true }));
  const firewall = edge.firewall ?? api.firewall ?? {};
  const ofApi = createApiBehavior(name, args, opts);
  return new aws.cloudfront.Distribution(
    name,
    {
      comment: `Palisade: ${args.domainName}`,
      enabled: true,
      aliases: hosts,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: priceClasses[edge.priceClass ?? defaults.priceClass],
      ...(firewall !== false && {
        webAclId: createEdgeFirewall(`${name}-firewall`, firewall, api, opts),
      }),
      viewerCertificate: {
        acmCertificateArn: createCertificate(
          name,
          args.hostedZoneId,
          names,
          opts,
          defaults.edgeRegion,
        ),
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: edge.minimumTls ?? defaults.minimumTls,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      origins: [
        ...apiOrigins({ originDomain, originRegions, secret: originSecret, routes: api.routes }),
        ...(files ? [siteOriginOf(files)] : []),
      ],
      defaultCacheBehavior: ofApi,
      orderedCacheBehaviors: [
        ...(site && files
          ? siteBehaviors(
              site.patterns,
              files,
              responseHeadersPolicy(`${name}-site`, responseHeaders, "site", opts).id,
            )
          : []),
        ...pathBehaviors(name, behaviors, api.routes, ofApi, opts),
      ],
      customErrorResponses: errorResponses(errorPages),
    },
    pulumi.mergeOptions(opts, { dependsOn: [...(files?.pages ?? [])] }),
  );
}

const hostsOf = ({ domainName, aliases = [] }: DistributionArgs): string[] => [
  domainName,
  ...aliases,
];

/** The behavior of all paths that nothing else matches, with its policies. */
function createApiBehavior(
  name: string,
  { edge, originRegions = [] }: DistributionArgs,
  opts: pulumi.CustomResourceOptions,
): ReturnType<typeof apiBehavior> {
  const { responseHeaders = {}, requestHeaders = {} } = edge;
  const readFunction =
    originRegions.length > 0
      ? new aws.cloudfront.Function(
          `${name}-reads`,
          { runtime: "cloudfront-js-2.0", code: readFailoverFunction(originRegions) },
          opts,
        )
      : undefined;
  return apiBehavior({
    originRequestPolicyId: forwardAll(`${name}-requests`, requestHeaders, opts),
    responseHeadersPolicyId: responseHeadersPolicy(`${name}-api`, responseHeaders, "api", opts).id,
    readFunctionArn: readFunction?.arn,
  });
}

const priceClasses = { all: "PriceClass_All", 200: "PriceClass_200", 100: "PriceClass_100" };

/** Records for IPv4 and IPv6. CloudFront has no health of its own that Route 53 could evaluate. */
function createRecords(
  name: string,
  host: string,
  zoneId: pulumi.Input<string>,
  distribution: aws.cloudfront.Distribution,
  opts: pulumi.CustomResourceOptions,
): void {
  const target = {
    name: distribution.domainName,
    zoneId: distribution.hostedZoneId,
    evaluateTargetHealth: false,
  };
  for (const type of ["A", "AAAA"]) {
    new aws.route53.Record(
      `${name}-${host}-${type}`,
      { zoneId, name: host, type, aliases: [target] },
      opts,
    );
  }
}
