import {
  type PolicyConfigSchema,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  UnknownValueError,
  validateResourceOfType,
  remediateResourceOfType,
} from "@pulumi/policy";
import { configProperties, readRuleConfig } from "./config/ruleConfig.ts";
import { counts, judgeResource, judgeStack } from "./judgement.ts";
import { type Read, ResourceView, Unknown } from "./model/resourceView.ts";
import { StackView } from "./model/stackView.ts";
import type { ResourceRule, Rule, StackRule } from "./rule.ts";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/**
 * A rule as the engine runs it. Where a rule finds nothing but missed a value that is not known yet,
 * a preview says so as an advisory; an update knows the value before it creates the resource.
 *
 * A rule for several types is as many policies of one name: the framework unpacks a resource for
 * each policy, unless it is told the policy's one type.
 */
export function toPolicies(rule: Rule): Policy[] {
  const { name, description, fix, level } = rule;
  const facts = {
    name,
    description,
    remediationSteps: fix,
    ...(level ? { enforcementLevel: level } : {}),
  };
  const configSchema = { properties: configProperties(rule) } as PolicyConfigSchema;
  if (!("types" in rule)) {
    const policy: StackValidationPolicy = {
      ...facts,
      configSchema,
      validateStack: (args, report) => validateStack(rule, args, report),
    };
    return [policy];
  }
  return rule.types.map((type, index) => ({
    ...facts,
    // Once is enough: what is wrong with the configuration is told for each policy that has it.
    ...(index === 0 ? { configSchema } : {}),
    ...ofType(rule, type),
  }));
}

function ofType(rule: ResourceRule, type: string): Partial<ResourceValidationPolicy> {
  // What the framework reads of a class.
  const resourceClass = { __pulumiType: type } as unknown as Parameters<
    typeof validateResourceOfType
  >[0];
  const { remediate } = rule;
  return {
    validateResource: validateResourceOfType(resourceClass, (_, args, report) =>
      validateResource(rule, args, report),
    ),
    ...(remediate && {
      remediateResource: remediateResourceOfType(resourceClass, (inputs) =>
        remediate(inputs, type) ? inputs : undefined,
      ),
    }),
  };
}

function validateResource(
  rule: ResourceRule,
  args: ResourceValidationArgs,
  report: ReportViolation,
): void {
  const missed: Unknown[] = [];
  const resource = new ResourceView(args, readInPreview, missed);
  const judgements = judgeResource(rule, resource, readRuleConfig(rule, args.getConfig()));
  for (const { message } of judgements.filter(counts)) report(message);
  if (judgements.length === 0) throwFirst(missed);
}

function validateStack(rule: StackRule, args: StackValidationArgs, report: ReportViolation): void {
  const { stack, missed } = stackOf(rule, args.resources);
  const missedBefore = missed.length;
  const judgements = judgeStack(rule, stack, readRuleConfig(rule, args.getConfig()));
  for (const { message, finding } of judgements.filter(counts)) report(message, finding.urn);
  if (judgements.length === 0) throwFirst(missed.slice(missedBefore));
}

interface RememberedStack {
  readonly stack: StackView;
  readonly missed: readonly Unknown[];
  readonly seenBy: Set<StackRule>;
}

let remembered: RememberedStack | undefined;

/**
 * The stack as all rules share it. Each rule is asked once in a run, with resources of its own that
 * are the same as the others'; one that is asked again begins the next run.
 */
function stackOf(rule: StackRule, resources: readonly PolicyResource[]): RememberedStack {
  if (!remembered || remembered.seenBy.has(rule)) {
    const missed: Unknown[] = [];
    const stack = new StackView(resources.map((resource) => view(resource, missed)));
    remembered = { stack, missed, seenBy: new Set() };
  }
  remembered.seenBy.add(rule);
  return remembered;
}

function view(resource: PolicyResource, missed: Unknown[]): ResourceView {
  const { type, name, urn, props } = resource;
  const propertyDependencies = Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([property, dependencies]) => [
      property,
      dependencies.map((dependency) => dependency.urn),
    ]),
  );
  return new ResourceView({ type, name, urn, props, propertyDependencies }, readInPreview, missed);
}

/** In a preview, asking for a value that is not known throws. */
const readInPreview: Read = (holder, key) => {
  try {
    return Reflect.get(holder, key);
  } catch (error) {
    if (error instanceof UnknownValueError) return new Unknown(error);
    throw error;
  }
};

/** The engine makes an advisory of this error. */
function throwFirst([missed]: readonly Unknown[]): void {
  if (missed) throw missed.reason;
}
