import type * as aws from "@pulumi/aws";
import {
  type FirewallArgs,
  type ManagedGroup,
  type RuleMode,
  type RuleName,
  ruleNames,
} from "./args.ts";
import * as defaults from "./defaults.ts";
import { managedGroups, replacedRules } from "./managedGroups.ts";

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/** What each rule does, by its name. */
export const modesOf = ({ rules }: FirewallArgs): Record<RuleName, RuleMode> => ({
  ...defaults.rules,
  ...rules,
});

/**
 * The rules that are on. Each keeps its place when others go.
 *
 * @param name - begins the names of their metrics
 * @param largeBodies - matches the paths whose bodies may be of any size
 */
export function createRules(
  name: string,
  args: FirewallArgs,
  largeBodies: string | undefined,
): Rule[] {
  const modes = modesOf(args);
  return ruleNames.flatMap((rule, priority) => {
    const mode = modes[rule];
    if (mode === "off") return [];
    const statement = statementOf(rule, args, largeBodies);
    return [
      {
        name: rule,
        priority,
        // A group's own rules say what they do, unless it is told to count only.
        ...(isManaged(rule)
          ? { overrideAction: mode === "count" ? { count: {} } : { none: {} } }
          : { action: mode === "count" ? { count: {} } : { block: {} } }),
        statement,
        visibilityConfig: visibility(`${name}-${rule}`),
      },
    ];
  });
}

/** Metrics, and samples in the console, from which `dataProtectionConfig` keeps secrets away. */
export const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

/** How much of a body API Gateway hands to AWS WAF; what is beyond 16 KB costs extra. */
export function inspectedKilobytes({
  maxBodyKilobytes = defaults.maxBodyKilobytes,
}: FirewallArgs): 16 | 32 | 48 | 64 {
  return ([16, 32, 48] as const).find((size) => size >= maxBodyKilobytes) ?? 64;
}

const isManaged = (rule: RuleName): rule is ManagedGroup => Object.hasOwn(managedGroups, rule);

function statementOf(
  rule: RuleName,
  args: FirewallArgs,
  largeBodies: string | undefined,
): Statement {
  if (rule === "rate") return rateStatement(args);
  return rule === "bodySize" ? bodySizeStatement(args, largeBodies) : managedStatement(rule, args);
}

const rateStatement = (args: FirewallArgs): Statement => ({
  rateBasedStatement: {
    aggregateKeyType: "IP",
    limit: args.requestsPerAddress ?? defaults.requestsPerAddress,
    evaluationWindowSec: args.rateWindowSeconds ?? defaults.rateWindowSeconds,
  },
});

/** Of a body that is too large to be seen whole, only the oversize handling tells. */
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
