import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { edgeHeader } from "../api/firewall/index.ts";
import type { Route } from "../api/index.ts";
import { regionHost } from "../endpoint/index.ts";
import * as defaults from "./defaults.ts";
import type { SiteOrigin } from "./site/site.ts";

type Origin = aws.types.input.cloudfront.DistributionOrigin;

/** The origin of the name that all regions share: Route 53 leads CloudFront to a healthy region. */
export const apiOrigin = "api";
export const siteOrigin = "site";

const regionOrigin = (region: string): string => `${apiOrigin}-${region}`;

export interface OriginArgs {
  readonly originDomain: string;
  /** None, or two regions of which the second takes over reads. */
  readonly originRegions: readonly string[];
  readonly secret: pulumi.Input<string>;
  readonly routes: readonly Route[];
}

/** The API's origins, over TLS with the name that the regions' certificates have. */
export function apiOrigins({ originDomain, originRegions, secret, routes }: OriginArgs): Origin[] {
  const isStreamed = routes.some(
    ({ integration }) => "streaming" in integration && integration.streaming,
  );
  const read = defaults.readTimeoutSeconds;
  const origin = (originId: string, domainName: string): Origin => ({
    ...defaults.connection,
    originId,
    domainName,
    // CloudFront replaces a client's own header of this name.
    customHeaders: [{ name: edgeHeader, value: secret }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: isStreamed ? read.streamed : read.buffered,
      originKeepaliveTimeout: defaults.keepaliveTimeoutSeconds,
    },
  });
  return [
    origin(apiOrigin, originDomain),
    ...originRegions.map((region) =>
      origin(regionOrigin(region), regionHost(region, originDomain)),
    ),
  ];
}

/** The site's bucket, whose requests CloudFront signs. */
export const siteOriginOf = ({ bucket, accessControl }: SiteOrigin): Origin => ({
  ...defaults.connection,
  originId: siteOrigin,
  domainName: bucket.bucketRegionalDomainName,
  originAccessControlId: accessControl.id,
});

/**
 * Code of the CloudFront function that sends reads to the first of two regions, and to the second if the
 * first can't be reached or fails. An origin group in the distribution could not do it: CloudFront
 * refuses one for paths that allow POST. Writes go to the shared name, and so do calls that API Gateway
 * takes for another method, because a second attempt could run them twice.
 * Sources: CloudFront Developer Guide, "Helper methods for origin modification"
 * (createRequestOriginGroup) and "Optimize high availability with CloudFront origin failover".
 */
export const readFailoverFunction = (
  regions: readonly string[],
): string => `import cf from "cloudfront";

const group = {
  originIds: ${JSON.stringify(regions.map((region) => ({ originId: regionOrigin(region) })))},
  failoverCriteria: { statusCodes: [500, 502, 503, 504] },
};
const reads = ["GET", "HEAD"];

function handler(event) {
  const request = event.request;
  if (reads.includes(request.method) && !request.headers["x-http-method-override"]) {
    cf.createRequestOriginGroup(group);
  }
  return request;
}
`;
