import { readRuleConfig } from "../config/ruleConfig.ts";
import { Judge, type Outcome } from "../judge.ts";
import { counts } from "../judgement.ts";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";
import type { ResourceRule, Rule, StackRule } from "../rule.ts";

/** A resource in a test. Pulumi's `unknownValue` represents unknown values. */
export interface TestResource {
  readonly type: string;
  readonly name?: string;
  readonly props: object;
  /** Names of the resources that each property depends on. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** A resource with a name to refer to. */
export interface Declared extends TestResource {
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** A resource of the `aws` package: the type of `ec2.NatGateway` is `aws:ec2/natGateway:NatGateway`. */
export function aws(
  shortType: string,
  name: string,
  props: Declared["props"] = {},
  dependencies: TestResource["dependencies"] = {},
): Declared {
  const [module, kind = ""] = shortType.split(".");
  const type = `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
  return { type, name, props, dependencies };
}

/** The result that the engine would print. */
export interface Verdict {
  readonly violations: readonly Violation[];
  /** The advisory that replaces a result while a value is unknown. */
  readonly undecided: string | undefined;
}

interface Violation {
  readonly message: string;
  readonly urn: string | undefined;
}

/** Runs a rule on a resource, as a pack does. */
export function judge(rule: ResourceRule, resource: TestResource, config: object = {}): Verdict {
  if (!rule.types.includes(resource.type)) {
    throw new Error(`${rule.name} does not look at ${resource.type}.`);
  }
  return verdictOf(judgeOf(rule, config).resource(subjectOf(resource, [])));
}

/** Runs a rule on a resource that it sees as another type, as a pack does. */
export const judgeAs = (rule: ResourceRule, resource: TestResource, config: object = {}): Verdict =>
  verdictOf(judgeOf(rule, config).resource(subjectOf(resource, [])));

/** Runs a rule on a stack, as a pack does. */
export function judgeStack(
  rule: StackRule,
  resources: readonly TestResource[],
  config: object = {},
): Verdict {
  const subjects = resources.map((resource) => subjectOf(resource, resources));
  return verdictOf(judgeOf(rule, config).stack(subjects));
}

/** Enables the rule regardless of its default level. */
const judgeOf = (rule: Rule, config: object): Judge =>
  new Judge([{ rule, level: "mandatory", ...readRuleConfig(rule, { ...config }) }]);

const verdictOf = ([outcome]: readonly Outcome[]): Verdict => ({
  violations: (outcome?.judgements ?? [])
    .filter(counts)
    .map(({ message, finding }) => ({ message, urn: finding.urn })),
  undecided: outcome?.undecided,
});

export function subjectOf(
  { type, name = "test", props, dependencies = {} }: TestResource,
  stack: readonly TestResource[],
): Subject {
  const propertyDependencies = Object.fromEntries(
    Object.entries(dependencies).map(([property, names]) => [
      property,
      stack.filter((other) => names.includes(other.name ?? "test")).map(urnOf),
    ]),
  );
  const urn = urnOf({ type, name });
  return { type, name, urn, props: readProperties(props), propertyDependencies };
}

const urnOf = ({ type, name = "test" }: Pick<TestResource, "type" | "name">): string =>
  `urn:pulumi:dev::test::${type}::${name}`;
