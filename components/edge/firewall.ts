import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ParsedApi } from "../api/index.ts";
import {
  createRules,
  type FirewallArgs,
  inspectedKilobytes,
  largeBodyPattern,
  logMatches,
  secretHeaders,
  visibility,
} from "../api/firewall/index.ts";
import * as defaults from "./defaults.ts";

/**
 * AWS WAF in front of the distribution, with the rules of the API's firewall. It sees clients' own
 * addresses, while the firewalls of the regions see CloudFront's.
 *
 * @returns the web ACL's ARN
 */
export function createEdgeFirewall(
  name: string,
  args: FirewallArgs,
  { routes, authorizers }: Pick<ParsedApi, "routes" | "authorizers">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const headers = secretHeaders(authorizers);
  const webAcl = new aws.wafv2.WebAcl(
    name,
    {
      region: defaults.edgeRegion,
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rules: createRules(name, args, { largeBodies: largeBodyPattern(routes) }),
      associationConfig: {
        requestBodies: [
          { cloudfront: { defaultSizeInspectionLimit: `KB_${inspectedKilobytes(args)}` } },
        ],
      },
      // The log's redaction does not cover samples and the details of a match.
      dataProtectionConfig: {
        dataProtections: [
          { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: headers } },
        ],
      },
      visibilityConfig: visibility(name),
    },
    opts,
  );
  logMatches(name, args.firewallLogRetentionDays, headers, webAcl, opts, defaults.edgeRegion);
  return webAcl.arn;
}
