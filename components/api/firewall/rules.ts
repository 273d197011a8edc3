import type * as aws from "@pulumi/aws";
import {
  type FirewallArgs,
  type ManagedGroup,
  type RuleMode,
  type RuleName,
  ruleNames,
} from "./args.ts";
import * as defaults from "./defaults.ts";

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/**
 * AWS's names. With the other rules and a lock they use at most 1,200 of the 1,500 capacity units that a web ACL has
 * without extra cost.
 * Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list" and "Using rule statements".
 */
const managedGroups: Readonly<Record<ManagedGroup, string>> = {
  ipReputation: "AWSManagedRulesAmazonIpReputationList",
  knownBadInputs: "AWSManagedRulesKnownBadInputsRuleSet",
  common: "AWSManagedRulesCommonRuleSet",
  sqlInjection: "AWSManagedRulesSQLiRuleSet",
};

/**
 * AWS's rules that only count. The group `common` limits bodies to 8 KB without exceptions, which
 * `maxBodyKilobytes` replaces.
 */
const replacedRules: { readonly [Group in ManagedGroup]?: readonly string[] } = {
  common: ["SizeRestrictions_BODY"],
};

interface Exceptions {
  /** Regular expression of paths. */
  readonly largeBodies?: string | undefined;
  readonly uncounted?: Statement | undefined;
}

/** The mode of each rule, by its name. */
export const modesOf = ({ rules }: FirewallArgs): Record<RuleName, RuleMode> => ({
  ...defaults.rules,
  ...rules,
});

/**
 * The rules that are on. A rule's priority does not depend on the other rules.
 *
 * @param name - prefix of the metrics' names
 * @param exceptions - matches calls that a rule admits: bodies of any size on `largeBodies`, any rate
 *   of calls with `uncounted`
 */
export function createRules(name: string, args: FirewallArgs, exceptions: Exceptions = {}): Rule[] {
  const modes = modesOf(args);
  return ruleNames.flatMap((rule, priority) => {
    const mode = modes[rule];
    if (mode === "off") return [];
    const statement = statementOf(rule, args, exceptions);
    return [
      {
        name: rule,
        priority,
        // A group's rules have their own actions, unless the group only counts.
        ...(isManaged(rule)
          ? { overrideAction: mode === "count" ? { count: {} } : { none: {} } }
          : { action: mode === "count" ? { count: {} } : { block: {} } }),
        statement,
        visibilityConfig: visibility(`${name}-${rule}`),
      },
    ];
  });
}

/** Metrics, and samples in the console, which `dataProtectionConfig` keeps free of secrets. */
export const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

/** Size of the part of a body that AWS WAF inspects. Above 16 KB it costs extra. */
export function inspectedKilobytes({
  maxBodyKilobytes = defaults.maxBodyKilobytes,
}: FirewallArgs): 16 | 32 | 48 | 64 {
  return ([16, 32, 48] as const).find((size) => size >= maxBodyKilobytes) ?? 64;
}

const isManaged = (rule: RuleName): rule is ManagedGroup => Object.hasOwn(managedGroups, rule);

function statementOf(
  rule: RuleName,
  args: FirewallArgs,
  { largeBodies, uncounted }: Exceptions,
): Statement {
  if (rule === "rate") return rateStatement(args, uncounted);
  return rule === "bodySize" ? bodySizeStatement(args, largeBodies) : managedStatement(rule, args);
}

const rateStatement = (args: FirewallArgs, uncounted: Statement | undefined): Statement => ({
  rateBasedStatement: {
    aggregateKeyType: "IP",
    limit: args.requestsPerAddress ?? defaults.requestsPerAddress,
    evaluationWindowSec: args.rateWindowSeconds ?? defaults.rateWindowSeconds,
    ...(uncounted && { scopeDownStatement: { notStatement: { statement: uncounted } } }),
  },
});

/** AWS WAF can't measure a body that it does not see whole: the oversize handling matches it. */
function bodySizeStatement(args: FirewallArgs, largeBodies: string | undefined): Statement {
  const tooLarge: Statement = {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: "MATCH" } },
      comparisonOperator: "GT",
      size: (args.maxBodyKilobytes ?? defaults.maxBodyKilobytes) * 1024,
      textTransformations: asSent,
    },
  };
  if (largeBodies === undefined) return tooLarge;
  const onLargePath: Statement = {
    regexMatchStatement: {
      fieldToMatch: { uriPath: {} },
      regexString: largeBodies,
      textTransformations: asSent,
    },
  };
  return { andStatement: { statements: [tooLarge, { notStatement: { statement: onLargePath } }] } };
}

function managedStatement(group: ManagedGroup, { countOnly }: FirewallArgs): Statement {
  const counting = [...(replacedRules[group] ?? []), ...(countOnly?.[group] ?? [])];
  return {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name: managedGroups[group],
      ruleActionOverrides: [...new Set(counting)].map((name) => ({
        name,
        actionToUse: { count: {} },
      })),
    },
  };
}

const asSent = [{ priority: 0, type: "NONE" }];
