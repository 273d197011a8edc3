import type { ConfiguredRule } from "./config/packConfig.ts";
import { type Judgement, judgeResource, judgeStack } from "./judgement.ts";
import { typedOf } from "./model/cloudControl.ts";
import { groupBy } from "./model/groupBy.ts";
import { ResourceView, type Subject, type Unknown } from "./model/resourceView.ts";
import { StackView } from "./model/stackView.ts";
import type { Level, ResourceRule, Rule, StackRule } from "./rule.ts";

/** The result of a rule for a resource or a stack. */
export interface Outcome {
  readonly rule: Rule;
  readonly level: Exclude<Level, "disabled">;
  /** Findings, including exempt ones. */
  readonly judgements: readonly Judgement[];
  /** The reason why a rule without findings could not check everything. */
  readonly undecided: string | undefined;
}

/** A rule has a bug. */
class RuleError extends Error {
  override readonly name = "RuleError";
}

type Enabled<R extends Rule> = ConfiguredRule & {
  readonly rule: R;
  readonly level: Outcome["level"];
};

/** Applies the configured rules to single resources and whole stacks. */
export class Judge {
  readonly #resourceRules: ReadonlyMap<string, readonly Enabled<ResourceRule>[]>;
  readonly #stackRules: readonly Enabled<StackRule>[];

  constructor(rules: readonly ConfiguredRule[]) {
    const enabled = rules.filter(isEnabled);
    this.#resourceRules = groupBy(enabled.filter(isOfResources), ({ rule }) => rule.types);
    this.#stackRules = enabled.filter(isOfStacks);
  }

  /**
   * Checks a resource by its inputs.
   *
   * @throws RuleError
   */
  resource(subject: Subject): Outcome[] {
    return [subject, ...typedOf(subject)].flatMap((seen) =>
      (this.#resourceRules.get(seen.type) ?? []).map((configured) =>
        outcome(configured, [], (missed) => {
          const view = new ResourceView(seen, missed);
          return judgeResource(configured.rule, view, configured);
        }),
      ),
    );
  }

  /**
   * Checks a stack by its resources' outputs.
   *
   * @throws RuleError
   */
  stack(subjects: readonly Subject[]): Outcome[] {
    const missed: Unknown[] = [];
    const seen = subjects.flatMap((subject) => [subject, ...typedOf(subject)]);
    const views = seen.map((subject) => new ResourceView(subject, missed));
    const stack = new StackView(views, missed);
    return this.#stackRules.map((configured) =>
      outcome(configured, missed, () => judgeStack(configured.rule, stack, configured)),
    );
  }

  /** Changes the raw inputs of a resource in place. @returns the rules that changed something */
  remediate(type: string, inputs: Record<string, unknown>): ResourceRule[] {
    const rules = this.#resourceRules.get(type) ?? [];
    const remedies = rules.filter(({ level }) => level === "remediate").map(({ rule }) => rule);
    return remedies.filter((rule) => rule.remediate?.(inputs, type) === true);
  }
}

const isEnabled = (configured: ConfiguredRule): configured is Enabled<Rule> =>
  configured.level !== "disabled";
const isOfResources = (configured: Enabled<Rule>): configured is Enabled<ResourceRule> =>
  "types" in configured.rule;
const isOfStacks = (configured: Enabled<Rule>): configured is Enabled<StackRule> =>
  !isOfResources(configured);

/** @param missed - collects the unknown values that the rule reads */
function outcome(
  { rule, level }: Enabled<Rule>,
  missed: Unknown[],
  ask: (missed: Unknown[]) => Judgement[],
): Outcome {
  missed.length = 0;
  let judgements: Judgement[];
  try {
    judgements = ask(missed);
  } catch (cause) {
    throw new RuleError(`The rule ${rule.name} failed: ${String(cause)}`, { cause });
  }
  const undecided = judgements.length === 0 ? missed[0]?.reason : undefined;
  return { rule, level, judgements, undecided };
}
