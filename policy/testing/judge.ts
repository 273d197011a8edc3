import { readRuleConfig } from "../config/ruleConfig.ts";
import { Judge, type Outcome } from "../judge.ts";
import { counts } from "../judgement.ts";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";
import type { ResourceRule, Rule, StackRule } from "../rule.ts";

/** A resource of a test. `unknownValue` of Pulumi's runtime stands for what is not known yet. */
export interface TestResource {
  readonly type: string;
  readonly name?: string;
  readonly props: object;
  /** Names of resources, by the property that was made of them. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What the engine would print. */
export interface Verdict {
  readonly violations: readonly Violation[];
  /** The advisory in place of a verdict, while a value is not known. */
  readonly undecided: string | undefined;
}

interface Violation {
  readonly message: string;
  readonly urn: string | undefined;
}

/** Asks a rule about a resource, as the engine's policy server does. */
export function judge(rule: ResourceRule, resource: TestResource, config: object = {}): Verdict {
  if (!rule.types.includes(resource.type)) {
    throw new Error(`${rule.name} does not look at ${resource.type}.`);
  }
  return verdictOf(judgeOf(rule, config).resource(subjectOf(resource, [])));
}

/** Asks a rule about a stack, as the engine's policy server does. */
export function judgeStack(
  rule: StackRule,
  resources: readonly TestResource[],
  config: object = {},
): Verdict {
  const subjects = resources.map((resource) => subjectOf(resource, resources));
  return verdictOf(judgeOf(rule, config).stack(subjects));
}

/** Whatever a rule's own level is, it is asked. */
const judgeOf = (rule: Rule, config: object): Judge =>
  new Judge([{ rule, level: "mandatory", ...readRuleConfig(rule, { ...config }) }]);

const verdictOf = ([outcome]: readonly Outcome[]): Verdict => ({
  violations: (outcome?.judgements ?? [])
    .filter(counts)
    .map(({ message, finding }) => ({ message, urn: finding.urn })),
  undecided: outcome?.undecided,
});

function subjectOf(
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
