import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions, flag, listOf, type OptionRules, required } from "../../shared/options.ts";
import { resourceId } from "../../shared/rules.ts";

export interface UsageRulesArgs {
  /** Names of the log groups of the access log, with the fields of docs/logs.md. */
  accessLogNames: pulumi.Input<string>[];
  /** Whether clients have API keys. @default false */
  apiKeys?: boolean;
}

export const usageRulesRules: OptionRules<UsageRulesArgs> = {
  accessLogNames: required(
    listOf(resourceId, { least: 1, allowed: "a list of names of log groups" }),
  ),
  apiKeys: flag,
};

/** Which contributors CloudWatch ranks by their number of lines. */
interface UsageRule {
  readonly key: string;
  /** Lines that count; all without one. */
  readonly filter?: object;
  readonly needsKeys?: true;
}

const refused = { Match: "$.errorType", In: ["THROTTLED", "QUOTA_EXCEEDED"] };

/** Rules by the ends of their names. Status is a text in the log. */
const rules: Readonly<Record<string, UsageRule>> = {
  "calls-by-caller": { key: "$.caller" },
  "calls-by-key": { key: "$.apiKeyId", needsKeys: true },
  "throttled-by-caller": { key: "$.caller", filter: refused },
  "failures-by-route": { key: "$.route", filter: { Match: "$.status", StartsWith: ["5"] } },
};

/**
 * Rankings of who calls most, who is throttled most and which routes fail most, minute by minute, in CloudWatch under
 * _Contributor Insights_: what `npm run usage` shows of the past.
 *
 * Creates three rules of Contributor Insights, four with API keys. Each costs 0.50 USD a month, but for an account's first,
 * and 0.02 USD for a million lines that it counts (us-east-1, November 2026).
 * Source: CloudWatch User Guide, "Contributor Insights rule syntax in CloudWatch".
 */
export class UsageRules extends pulumi.ComponentResource {
  /** Names of the rules in CloudWatch. */
  readonly ruleNames: string[];

  /** @throws ComponentArgumentError for an argument that can't work, DefinitionError for several */
  constructor(name: string, args: UsageRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`UsageRules "${name}"`, args, usageRulesRules);
    super("palisade:observability:UsageRules", name, {}, opts);
    const needed = Object.entries(rules).filter(([, rule]) => args.apiKeys || !rule.needsKeys);
    this.ruleNames = needed.map(([suffix, rule]) => {
      const ruleName = `${name}-${suffix}`;
      const ruleDefinition = definitionOf(rule, args);
      const state = { ruleName, ruleState: "ENABLED" };
      new aws.cloudwatch.ContributorInsightRule(
        ruleName,
        { ...state, ruleDefinition },
        { parent: this },
      );
      return ruleName;
    });
    this.registerOutputs({ ruleNames: this.ruleNames });
  }
}

const definitionOf = (
  { key, filter }: UsageRule,
  { accessLogNames }: UsageRulesArgs,
): pulumi.Output<string> =>
  pulumi.jsonStringify({
    Schema: { Name: "CloudWatchLogRule", Version: 1 },
    LogGroupNames: accessLogNames,
    LogFormat: "JSON",
    Contribution: { Keys: [key], Filters: filter ? [filter] : [] },
    AggregateOn: "Count",
  });
