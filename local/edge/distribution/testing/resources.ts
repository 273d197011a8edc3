import type { Properties, Resource } from "../../../graph/resource.ts";
import { host } from "../../testing/world.ts";

/** The public name of the distribution. */
export const alias = "www.world.example";

export const distributionArn = "arn:aws:cloudfront::123456789012:distribution/E1";

export const resource = (type: string, id: string, properties: Properties): Resource => ({
  type,
  name: id,
  id,
  inputs: properties,
  outputs: properties,
});

const disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** A behavior that leads to the API and keeps nothing. */
export const behavior = (more: Properties = {}): Properties => ({
  targetOriginId: "api",
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
  cachedMethods: ["GET", "HEAD"],
  compress: true,
  cachePolicyId: disabled,
  originRequestPolicyId: allButHost,
  ...more,
});

export const apiOrigin = (more: Properties = {}): Properties => ({
  originId: "api",
  domainName: host,
  customHeaders: [{ name: "x-edge-secret", value: "s3cret" }],
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
    originReadTimeout: 30,
  },
  ...more,
});

/** A distribution over the regions' shared name. */
export const distribution = (more: Properties = {}): Resource =>
  resource("aws:cloudfront/distribution:Distribution", "shop", {
    arn: distributionArn,
    domainName: "d111111abcdef8.cloudfront.net",
    enabled: true,
    aliases: [alias],
    origins: [apiOrigin()],
    defaultCacheBehavior: behavior(),
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { acmCertificateArn: "arn" },
    ...more,
  });

/** A cache policy that keeps responses for a minute unless the origin says otherwise, by path and query. */
export const minutePolicy = (id = "minute", more: Properties = {}): Resource =>
  resource("aws:cloudfront/cachePolicy:CachePolicy", id, {
    minTtl: 0,
    defaultTtl: 60,
    maxTtl: 3_600,
    parametersInCacheKeyAndForwardedToOrigin: {
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
      headersConfig: { headerBehavior: "none" },
      cookiesConfig: { cookieBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "all" },
    },
    ...more,
  });

/** A behavior that keeps responses. */
export const cached = (more: Properties = {}): Properties =>
  behavior({ cachePolicyId: "minute", originRequestPolicyId: null, ...more });
