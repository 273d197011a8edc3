import type { ConfiguredRule } from "../config/packConfig.ts";
import { counts, judgeResource, judgeStack } from "../judgement.ts";
import { groupBy } from "../model/groupBy.ts";
import { ResourceView, type Subject, type Unknown } from "../model/resourceView.ts";
import { StackView } from "../model/stackView.ts";
import type { ResourceRule, Rule, StackRule } from "../rule.ts";

/** What the engine is told about a resource or a stack. */
export interface Verdict {
  readonly rule: Rule;
  readonly level: "mandatory" | "advisory";
  readonly message: string;
  /** The resource, where the engine asked about a stack. */
  readonly urn?: string;
}

type Configured<R extends Rule> = ConfiguredRule & { readonly rule: R };

/** Asks a pack's rules, as they are configured, what the engine asks. */
export class Judge {
  readonly #resourceRules: ReadonlyMap<string, readonly Configured<ResourceRule>[]>;
  readonly #stackRules: readonly Configured<StackRule>[];

  constructor(rules: readonly ConfiguredRule[]) {
    const enabled = rules.filter(({ level }) => level !== "disabled");
    const ofResources = enabled.filter((configured) => isResourceRule(configured));
    this.#resourceRules = groupBy(ofResources, ({ rule }) => rule.types);
    this.#stackRules = enabled.filter(
      (configured) => !isResourceRule(configured),
    ) as Configured<StackRule>[];
  }

  /** What there is against a resource that is about to be created or changed. */
  resource(subject: Subject): Verdict[] {
    const rules = this.#resourceRules.get(subject.type) ?? [];
    return rules.flatMap((configured) => {
      const missed: Unknown[] = [];
      const view = new ResourceView(subject, missed);
      const judgements = judgeResource(configured.rule, view, configured);
      if (judgements.length === 0) return undecided(configured, missed);
      return judgements.filter(counts).map(({ message }) => verdict(configured, message));
    });
  }

  /** What there is against a stack at the end of a preview or an update. */
  stack(subjects: readonly Subject[]): Verdict[] {
    const missed: Unknown[] = [];
    const stack = new StackView(subjects.map((subject) => new ResourceView(subject, missed)));
    return this.#stackRules.flatMap((configured) => {
      missed.length = 0;
      const judgements = judgeStack(configured.rule, stack, configured);
      if (judgements.length === 0) return undecided(configured, missed);
      return judgements.filter(counts).map(({ message, finding }) => ({
        ...verdict(configured, message),
        urn: finding.urn,
      }));
    });
  }

  /** Changes a resource's inputs, as they are written, in place. @returns the rules that did */
  remediate(type: string, inputs: Record<string, unknown>): ResourceRule[] {
    const rules = this.#resourceRules.get(type) ?? [];
    const remedies = rules.filter(({ level }) => level === "remediate").map(({ rule }) => rule);
    return remedies.filter((rule) => rule.remediate?.(inputs, type) === true);
  }
}

const isResourceRule = (configured: ConfiguredRule): configured is Configured<ResourceRule> =>
  "types" in configured.rule;

/** What remediation has left is as if it were mandatory. */
const verdict = ({ rule, level }: ConfiguredRule, message: string): Verdict => ({
  rule,
  level: level === "advisory" ? "advisory" : "mandatory",
  message,
});

/**
 * Where a rule finds nothing but missed a value that is not known yet, a preview says so. An update
 * knows the value before it creates the resource.
 */
const undecided = ({ rule }: ConfiguredRule, [missed]: readonly Unknown[]): Verdict[] =>
  missed
    ? [
        {
          rule,
          level: "advisory",
          message: `${missed.reason}; it is checked before the resource is created.`,
        },
      ]
    : [];
