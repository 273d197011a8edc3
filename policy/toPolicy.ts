import {
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { type Read, ResourceView, Unknown } from "./resourceView.ts";
import { inWords, type ResourceRule, type Rule, type StackRule } from "./rule.ts";

/**
 * A rule as the engine runs it. Where a rule finds nothing but missed a value that is not known yet,
 * a preview says so as an advisory; an update knows the value before it creates the resource.
 */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, fix } = rule;
  const facts = { name, description, remediationSteps: fix };
  return "types" in rule
    ? { ...facts, validateResource: (args, report) => validateResource(rule, args, report) }
    : { ...facts, validateStack: (args, report) => validateStack(rule, args, report) };
}

function validateResource(
  rule: ResourceRule,
  args: ResourceValidationArgs,
  report: ReportViolation,
): void {
  if (!rule.types.includes(args.type)) return;
  const resource = new ResourceView(args, readInPreview);
  const findings = [...rule.check(resource)];
  for (const finding of findings) report(inWords(rule, finding));
  if (findings.length === 0) throwMissed([resource]);
}

function validateStack(
  rule: StackRule,
  { resources }: StackValidationArgs,
  report: ReportViolation,
): void {
  const stack = resources.map((resource) => view(resource));
  const findings = [...rule.checkStack(stack)];
  for (const finding of findings) report(inWords(rule, finding), finding.urn);
  if (findings.length === 0) throwMissed(stack);
}

function view({ type, name, urn, props, ...resource }: PolicyResource): ResourceView {
  const propertyDependencies = Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([property, dependencies]) => [
      property,
      dependencies.map((dependency) => dependency.urn),
    ]),
  );
  return new ResourceView({ type, name, urn, props, propertyDependencies }, readInPreview);
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
function throwMissed(resources: readonly ResourceView[]): void {
  const missed = resources.find((resource) => resource.missed.length > 0)?.missed[0];
  if (missed) throw missed.reason;
}
