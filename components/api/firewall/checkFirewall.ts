import { ComponentArgumentError } from "../../shared/errors.ts";
import { type FirewallArgs, ruleModes, ruleNames } from "./args.ts";
import * as defaults from "./defaults.ts";
import { managedGroups } from "./managedGroups.ts";

/** Source: AWS WAF API Reference, "RateBasedStatement". */
const rateLimits = { min: 10, max: 2_000_000_000 };
const windows = [60, 120, 300, 600];

/** Source: CloudWatch Logs API Reference, "PutRetentionPolicy". */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Source: AWS WAF API Reference, "RuleActionOverride" (EntityName). */
const ruleName = /^[\w-]{1,128}$/;

/** Kept complete by its type. */
const options: Readonly<Record<keyof FirewallArgs, true>> = {
  requestsPerAddress: true,
  rateWindowSeconds: true,
  maxBodyKilobytes: true,
  rules: true,
  countOnly: true,
  firewallLogRetentionDays: true,
};

/**
 * Refuses options that no firewall has, which would guard nothing, and what AWS WAF would not take.
 *
 * @throws ComponentArgumentError for the first that is wrong
 */
export function checkFirewallOptions(component: string, args: FirewallArgs): void {
  const unknown = Object.keys(args).find((name) => !Object.hasOwn(options, name));
  if (unknown !== undefined) {
    throw new ComponentArgumentError({
      component,
      argument: "firewall",
      given: unknown,
      allowed: Object.keys(options).join(", "),
      fix: "Name one of the firewall's options.",
    });
  }
  checkFirewall(component, args);
}

/**
 * Refuses what AWS WAF would not take.
 *
 * @param component - where it stands, for errors
 * @throws ComponentArgumentError for the first argument that is wrong
 */
export function checkFirewall(component: string, args: FirewallArgs): void {
  const refuse = (argument: string, given: unknown, allowed: string, fix: string): never => {
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  const {
    requestsPerAddress = defaults.requestsPerAddress,
    rateWindowSeconds = defaults.rateWindowSeconds,
    maxBodyKilobytes = defaults.maxBodyKilobytes,
    firewallLogRetentionDays = defaults.logRetentionDays,
  } = args;
  if (!isWhole(requestsPerAddress, rateLimits.min, rateLimits.max)) {
    const allowed = "a whole number from 10 to 2,000,000,000";
    refuse("requestsPerAddress", requestsPerAddress, allowed, "It holds per window, not second.");
  }
  if (!windows.includes(rateWindowSeconds)) {
    const fix = "AWS WAF looks back over no other time.";
    refuse("rateWindowSeconds", rateWindowSeconds, windows.join(", "), fix);
  }
  if (!isWhole(maxBodyKilobytes, 1, defaults.maxBodyKilobytes)) {
    const fix = "For larger bodies say largeBody: true on the routes that take them.";
    refuse("maxBodyKilobytes", maxBodyKilobytes, "a whole number from 1 to 64", fix);
  }
  if (!retentionDays.includes(firewallLogRetentionDays)) {
    const fix = "CloudWatch Logs keeps logs for no other time.";
    refuse("firewallLogRetentionDays", firewallLogRetentionDays, retentionDays.join(", "), fix);
  }
  for (const [rule, mode] of Object.entries(args.rules ?? {})) {
    if (!(ruleNames as readonly string[]).includes(rule)) {
      refuse("rules", rule, ruleNames.join(", "), "Name one of the firewall's rules.");
    }
    if (!(ruleModes as readonly unknown[]).includes(mode)) {
      refuse(`rules.${rule}`, mode, ruleModes.join(", "), "Say what it does.");
    }
  }
  for (const [group, names] of Object.entries(args.countOnly ?? {})) {
    if (!Object.hasOwn(managedGroups, group)) {
      const fix = "The other rules are single ones: say count in rules.";
      refuse("countOnly", group, Object.keys(managedGroups).join(", "), fix);
    }
    const wrong = names.find((name) => !ruleName.test(name));
    if (wrong !== undefined) {
      const fix = 'Name the group\'s rules as AWS does, such as "CrossSiteScripting_BODY".';
      refuse(`countOnly.${group}`, wrong, "letters, digits, _ and -, 128 at most", fix);
    }
  }
}

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;
