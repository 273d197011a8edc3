import type { ResourceView } from "./resourceView.ts";

/**
 * Whether an origin of a CloudFront distribution is an S3 website, which is no server and has no TLS,
 * or not known yet.
 *
 * Source: S3 User Guide, "Website endpoints".
 *
 * @param path - the origin's custom settings or a property of them, such as `origins[0].customOriginConfig`
 */
export function isWebsite(distribution: ResourceView, path: string): boolean {
  const own = path.replace(/customOriginConfig.*/, "domainName");
  const origin = distribution.valuesAt("origins.domainName").find(({ path }) => path === own);
  return !origin || /\.s3-website[.-]/.test(String(origin.value));
}
