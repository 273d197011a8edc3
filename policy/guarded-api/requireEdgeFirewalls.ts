import { isTrue, type ResourceView } from "../model/resourceView.ts";
import { isWebsite } from "../model/websiteOrigins.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Distributions in front of servers have a web ACL. The web ACL of an API behind one sees CloudFront's
 * addresses instead of the clients', and does not protect what CloudFront's cache serves.
 */
export const requireEdgeFirewalls: ResourceRule = {
  name: "require-edge-firewalls",
  description: "CloudFront distributions in front of servers have an AWS WAF web ACL.",
  why: "Without a web ACL, floods, scanners and known attacks reach the servers, and each request costs.",
  fix: "Set webAclId to the ARN of a web ACL with scope CLOUDFRONT, which is in us-east-1.",
  equivalents: ["CKV_AWS_68", "cloudfront-associated-with-waf"],
  types: ["aws:cloudfront/distribution:Distribution"],
  excuses: ["origins", "enabled"],

  *check(distribution): Iterable<Finding> {
    if (!hasServers(distribution) || distribution.isSet("webAclId")) return;
    // A distribution that is off serves nothing.
    const enabled = distribution.valueAt("enabled", true);
    if (enabled !== undefined && !isTrue(enabled)) return;
    yield { exposed: "The distribution has no web ACL", property: "webAclId", value: undefined };
  },
};

/** Whether an origin runs code, which a bucket does not, even if it serves a website. */
const hasServers = (distribution: ResourceView): boolean =>
  distribution.isSet("origins.vpcOriginConfig") ||
  distribution
    .holdersAt("origins.customOriginConfig")
    .some(({ path }) => !isWebsite(distribution, path));
