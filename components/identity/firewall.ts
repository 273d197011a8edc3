import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  checkFirewall,
  createRules,
  type FirewallArgs,
  logMatches,
  type RuleMode,
  secretHeaders,
  visibility,
} from "../api/firewall/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import * as defaults from "./defaults.ts";

/** AWS WAF in front of a user pool. It sees addresses, headers and the operation, but no names or codes. */
export interface DirectoryFirewallArgs extends Pick<
  FirewallArgs,
  "rateWindowSeconds" | "firewallLogRetentionDays"
> {
  /**
   * Requests that one address may send within `rateWindowSeconds`, 10 to 2,000,000,000. A sign-in
   * takes two or three. Behind a company's NAT many people share an address.
   * @default 500
   */
  readonly requestsPerAddress?: number;
  /**
   * What each rule does: `rate` as above; AWS's groups `ipReputation` (addresses known for attacks)
   * and `knownBadInputs` (requests that exploit known holes).
   * @default "block"
   */
  readonly rules?: { readonly [Rule in DirectoryRule]?: RuleMode };
}

/**
 * The API's other rules are left out: they look at bodies, of which AWS WAF sees little here, and
 * nobody has tried what those of `common` make of callback addresses in the query of a sign-in.
 * Source: Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool".
 */
const ruleNames = ["rate", "ipReputation", "knownBadInputs"] as const;

type DirectoryRule = (typeof ruleNames)[number];

const otherRules = { bodySize: "off", common: "off", sqlInjection: "off" } as const;

/** Kept complete by its type. */
const options: Readonly<Record<keyof DirectoryFirewallArgs, true>> = {
  requestsPerAddress: true,
  rateWindowSeconds: true,
  rules: true,
  firewallLogRetentionDays: true,
};

/**
 * Refuses options that it does not have, and what AWS WAF would not take.
 *
 * @param argument - where it stands in the component, for errors
 * @throws ComponentArgumentError for the first that is wrong
 */
export function checkDirectoryFirewall(
  component: string,
  argument: string,
  args: DirectoryFirewallArgs,
): void {
  checkNames(component, argument, Object.keys(args), Object.keys(options));
  checkNames(component, `${argument}.rules`, Object.keys(args.rules ?? {}), ruleNames);
  checkFirewall(`${component}: ${argument}`, args);
}

function checkNames(
  component: string,
  argument: string,
  names: readonly string[],
  allowed: readonly string[],
): void {
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  throw new ComponentArgumentError({
    component,
    argument,
    given: unknown,
    allowed: allowed.join(", "),
    fix: "Name one of these, or leave it out.",
  });
}

/** A web ACL, what it logs, and its association with the pool. */
export function createFirewall(
  directory: string,
  args: DirectoryFirewallArgs,
  pool: aws.cognito.UserPool,
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
      rules: createRules(
        name,
        { ...rest, requestsPerAddress, rules: { ...rules, ...otherRules } },
        undefined,
      ),
      // What the log's own redaction leaves: samples, and what a rule says that it found.
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
