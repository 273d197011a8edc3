import { isDeepStrictEqual } from "node:util";
import type {
  EnforcementLevel,
  Policies,
  Policy,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type ConfiguredRule, configureRules, type PackConfig } from "../config/packConfig.ts";
import { configProperties, readRuleConfig, type RuleConfig } from "../config/ruleConfig.ts";
import { Judge, type Outcome } from "../judge.ts";
import { counts } from "../judgement.ts";
import { cloudControlType } from "../model/cloudControl.ts";
import type { Unknown } from "../model/resourceView.ts";
import type { ResourceRule, Rule, StackRule } from "../rule.ts";
import { resourceOf, stackOf } from "./requests.ts";
import { Withheld } from "./withheld.ts";

/**
 * Converts rules to policies of Pulumi's framework, one for each rule.
 *
 * @param config - levels, exemptions and settings; the engine's configuration overrides each
 */
export const policiesOf = (rules: readonly Rule[], config: PackConfig = {}): Policies =>
  configureRules(rules, config).map((configured) =>
    isOfResources(configured) ? resourcePolicy(configured) : stackPolicy(configured as OfStacks),
  );

type OfResources = ConfiguredRule & { readonly rule: ResourceRule };
type OfStacks = ConfiguredRule & { readonly rule: StackRule };

const isOfResources = (configured: ConfiguredRule): configured is OfResources =>
  "types" in configured.rule;

function resourcePolicy(configured: OfResources): ResourceValidationPolicy {
  const { rule } = configured;
  const judge = judges(configured);
  const types: ReadonlySet<string> = new Set([...rule.types, cloudControlType]);
  const policy: ResourceValidationPolicy = {
    ...describe(configured),
    validateResource(args, reportViolation) {
      const judgeNow = judge(args.getConfig);
      if (types.has(args.type)) report(judgeNow.resource(resourceOf(args)), reportViolation);
    },
  };
  if (rule.remediate) {
    policy.remediateResource = ({ type, props }) =>
      rule.types.includes(type) && rule.remediate!(props, type) ? props : undefined;
  }
  return policy;
}

function stackPolicy(configured: OfStacks): StackValidationPolicy {
  const judge = judges(configured);
  return {
    ...describe(configured),
    validateStack(args, reportViolation) {
      report(judge(args.getConfig).shared(stackOf(args)), reportViolation);
    },
  };
}

const describe = (configured: ConfiguredRule): Policy => ({
  name: configured.rule.name,
  description: configured.rule.description,
  enforcementLevel: configured.level,
  remediationSteps: configured.rule.fix,
  tags: [...configured.rule.equivalents],
  configSchema: schemaOf(configured),
});

/** The rule's schema. The engine passes on its defaults where nothing is configured. */
function schemaOf({ rule, exemptions, settings }: ConfiguredRule): PolicyConfigSchema {
  const set: Readonly<Record<string, unknown>> = { ...settings, exemptions };
  const properties = Object.entries(configProperties(rule)).map(([name, schema]) => [
    name,
    { ...schema, default: set[name] },
  ]);
  return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}

/** Makes the judge for the engine's configuration, which comes with every call. */
function judges(configured: ConfiguredRule) {
  let text: string | undefined;
  let judge: Judge;
  return (getConfig: () => object): Judge => {
    const given = getConfig();
    const now = JSON.stringify(given);
    if (now !== text) {
      // The framework applies the level.
      judge = new Judge([{ ...reconfigured(configured, given), level: "mandatory" }]);
      text = now;
    }
    return judge;
  };
}

/** @throws PolicyConfigError */
function reconfigured(configured: ConfiguredRule, given: object): ConfiguredRule {
  const { rule, exemptions, settings } = configured;
  const set: Readonly<Record<string, unknown>> = { ...settings, exemptions };
  const changes = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => !isDeepStrictEqual(value, set[key])),
  );
  readRuleConfig(rule, changes);
  const { exemptions: now = exemptions, ...changed } = changes as Partial<RuleConfig>;
  return { ...configured, exemptions: now, settings: { ...settings, ...changed } };
}

/**
 * Reports findings.
 *
 * @throws the framework's error for an unknown value if a rule without findings missed one
 */
function report(outcomes: readonly Outcome[], reportViolation: ReportViolation): void {
  for (const { judgements } of outcomes) {
    for (const { message, finding } of judgements.filter(counts)) {
      reportViolation(message, finding.urn);
    }
  }
  for (const { rule, missed } of outcomes) {
    if (missed instanceof Withheld) missed.read();
    if (missed) (reportViolation as unknown as ReportAtLevel)(advisory(rule, missed));
  }
}

/**
 * The framework takes this form too, though its types do not say so.
 *
 * Source: `makeReportViolationFun` in `server.js` of `@pulumi/policy`.
 */
type ReportAtLevel = (violation: {
  readonly message: string;
  readonly enforcementLevel: EnforcementLevel;
}) => void;

const advisory = (rule: Rule, { reason }: Unknown) =>
  ({ message: `${rule.description}\n${reason}.`, enforcementLevel: "advisory" }) as const;
