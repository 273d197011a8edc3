import type {
  EnforcementLevel,
  Policies,
  Policy,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { ConfiguredRule } from "../config/packConfig.ts";
import { configProperties } from "../config/ruleConfig.ts";
import { Judge, type Outcome } from "../judge.ts";
import { counts } from "../judgement.ts";
import { carriersOf } from "../model/cloudControl.ts";
import type { Unknown } from "../model/resourceView.ts";
import type { ResourceRule, Rule, StackRule } from "../rule.ts";
import { reconfigured } from "./engineConfig.ts";
import { noteRequests } from "./engineRequests.ts";
import { resourceOf, stackOf } from "./requests.ts";
import { Withheld } from "./withheld.ts";

/** Converts rules to policies of Pulumi's framework, one for each rule, for a pack that is made later. */
export function policiesOf(rules: readonly ConfiguredRule[]): Policies {
  noteRequests();
  return rules.map((configured) =>
    isOfResources(configured) ? resourcePolicy(configured) : stackPolicy(configured as OfStacks),
  );
}

type OfResources = ConfiguredRule & { readonly rule: ResourceRule };
type OfStacks = ConfiguredRule & { readonly rule: StackRule };

const isOfResources = (configured: ConfiguredRule): configured is OfResources =>
  "types" in configured.rule;

function resourcePolicy(configured: OfResources): ResourceValidationPolicy {
  const { rule } = configured;
  const judge = judges(configured);
  const validate: ResourceValidation = (args, reportViolation) =>
    report(judge(args.getConfig).resource(resourceOf(args)), reportViolation);
  const types = new Set([...rule.types, ...rule.types.flatMap(carriersOf)]);
  const policy: ResourceValidationPolicy = {
    ...describe(configured),
    validateResource: forTypes([...types], validate),
  };
  if (rule.remediate) {
    policy.remediateResource = ({ type, props }) =>
      rule.types.includes(type) && rule.remediate!(props, type) ? props : undefined;
  }
  return policy;
}

/**
 * For a single type, the framework itself skips other resources, before it converts them.
 *
 * Source: `validateResourceOfType` in `policy.js` of `@pulumi/policy`, which leaves the same mark.
 */
function forTypes(types: readonly string[], validate: ResourceValidation): ResourceValidation {
  const all: ReadonlySet<string> = new Set(types);
  const validateTypes: ResourceValidation = (args, reportViolation) =>
    all.has(args.type) ? validate(args, reportViolation) : undefined;
  return types.length === 1
    ? Object.assign(validateTypes, { __pulumiType: types[0] })
    : validateTypes;
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
