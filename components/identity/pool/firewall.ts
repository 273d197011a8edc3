import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  createRules,
  type FirewallArgs,
  logMatches,
  type RuleMode,
  secretHeaders,
  visibility,
  webAclRules,
} from "../../api/firewall/index.ts";
import { oneOf, type OptionRules, options } from "../../shared/options.ts";
import * as defaults from "../defaults.ts";
import type { Pool } from "./pool.ts";

/** AWS WAF in front of a user pool. It sees addresses, headers and the operation, but not names or codes. */
export interface DirectoryFirewallArgs extends Pick<
  FirewallArgs,
  "rateWindowSeconds" | "firewallLogRetentionDays"
> {
  /**
   * Requests that one address may send within `rateWindowSeconds`, 10 to 2,000,000,000. A sign-in
   * takes two or three. Many people share an address behind a company's NAT.
   * @default 500
   */
  readonly requestsPerAddress?: number;
  /**
   * Modes of the rules: `rate` as above, and AWS's groups `ipReputation` (addresses known for attacks)
   * and `knownBadInputs` (requests that exploit known vulnerabilities).
   * @default "block"
   */
  readonly rules?: { readonly [Rule in DirectoryRule]?: RuleMode };
}

type DirectoryRule = "rate" | "ipReputation" | "knownBadInputs";

/**
 * The API's other rules don't apply: AWS WAF sees little of the bodies here, and it is untested
 * whether `common` blocks callback addresses in the query of a sign-in.
 * Source: Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool".
 */
const otherRules = { bodySize: "off", common: "off", sqlInjection: "off" } as const;

const mode = oneOf(["block", "count", "off"] satisfies RuleMode[]);

export const directoryFirewallRules: OptionRules<DirectoryFirewallArgs> = {
  ...webAclRules,
  rules: options<{ readonly [Rule in DirectoryRule]?: RuleMode }>({
    rate: mode,
    ipReputation: mode,
    knownBadInputs: mode,
  }),
};

export interface FirewallOptions {
  /**
   * AWS WAF in front of the pool's public operations and its domain. Costs 8 USD a month at rest (5
   * for the web ACL, 1 per rule; us-east-1, November 2026) and 0.60 USD per million requests.
   * @default none
   */
  readonly firewall?: DirectoryFirewallArgs | undefined;
}

export const firewallOptionRules: OptionRules<FirewallOptions> = {
  firewall: options(directoryFirewallRules),
};

/** A web ACL, its log, and its association with the pool. */
export function createFirewall(
  directory: string,
  args: DirectoryFirewallArgs,
  pool: Pick<Pool, "arn">,
  opts: pulumi.CustomResourceOptions,
): void {
  const name = `${directory}-firewall`;
  const headers = secretHeaders();
  const { requestsPerAddress = defaults.requestsPerAddress, rules, ...rest } = args;
  const webAcl = new aws.wafv2.WebAcl(
    name,
    {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: createRules(name, {
        ...rest,
        requestsPerAddress,
        rules: { ...rules, ...otherRules },
      }),
      // The log's redaction does not cover samples and the matches that a rule reports.
      dataProtectionConfig: {
        dataProtections: [
          { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: headers } },
        ],
      },
      visibilityConfig: visibility(name),
    },
    opts,
  );
  new aws.wafv2.WebAclAssociation(name, { resourceArn: pool.arn, webAclArn: webAcl.arn }, opts);
  logMatches(name, args.firewallLogRetentionDays, headers, webAcl, opts);
}
