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
  /** The unknown value behind {@link undecided}. */
  readonly missed: Unknown | undefined;
}

/** The views of a stack's resources, which all rules share. */
export interface SharedStack {
  readonly view: StackView;
  /** Collects the unknown values that a rule reads. */
  readonly missed: Unknown[];
}

export function sharedStack(subjects: readonly Subject[]): SharedStack {
  const missed: Unknown[] = [];
  const seen = subjects.flatMap((subject) => [subject, ...typedOf(subject)]);
  const views = seen.map((subject) => new ResourceView(subject, missed));
  return { view: new StackView(views, missed), missed };
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
    return this.shared(sharedStack(subjects));
  }

  /**
   * The same for a stack that other judges check too.
   *
   * @throws RuleError
   */
  shared({ view, missed }: SharedStack): Outcome[] {
    return this.#stackRules.map((configured) =>
      outcome(configured, missed, () => judgeStack(configured.rule, view, configured)),
    );
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
  const first = judgements.length === 0 ? missed[0] : undefined;
  return { rule, level, judgements, undecided: first?.reason, missed: first };
}
