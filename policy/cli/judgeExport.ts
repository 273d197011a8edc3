import type { ConfiguredRule } from "../config/packConfig.ts";
import { counts, type Judgement, judgeResource, judgeStack } from "../judgement.ts";
import { groupBy } from "../model/groupBy.ts";
import { ResourceView, type Subject, type Unknown } from "../model/resourceView.ts";
import { StackView } from "../model/stackView.ts";
import type { Level } from "../rule.ts";
import type { ExportedResource } from "./stackExport.ts";

/** A judgement with the level that the configuration gives its rule. */
export interface LeveledJudgement extends Judgement {
  readonly level: Exclude<Level, "disabled">;
}

/** What the rules have against a stack. */
export interface Report {
  /** Findings, exempt ones included. */
  readonly judgements: readonly LeveledJudgement[];
  /** Rules that found nothing but could not see everything, by name, each with why. */
  readonly undecided: ReadonlyMap<string, string>;
  readonly resources: number;
  /** Rules that were asked. */
  readonly rules: number;
}

/** Asks rules about a stack's state, as the engine does about a stack that it deploys. */
export function judgeExport(
  exported: readonly ExportedResource[],
  configured: readonly ConfiguredRule[],
): Report {
  const missed: Unknown[] = [];
  const view = (subject: Subject) => new ResourceView(subject, missed);
  const stack = new StackView(exported.map(({ deployed }) => view(deployed)));
  const asked = groupBy(
    exported.map(({ asked }) => view(asked)),
    ({ type }) => [type],
  );
  const judgements: LeveledJudgement[] = [];
  const undecided = new Map<string, string>();
  const rules = configured.filter(({ level }) => level !== "disabled");
  for (const { rule, level, ...config } of rules) {
    const missedBefore = missed.length;
    const found =
      "types" in rule
        ? rule.types.flatMap((type) =>
            (asked.get(type) ?? []).flatMap((resource) => judgeResource(rule, resource, config)),
          )
        : judgeStack(rule, stack, config);
    judgements.push(
      ...found.map((judgement) => ({ ...judgement, level: level as LeveledJudgement["level"] })),
    );
    const [reason] = missed.slice(missedBefore);
    if (reason && found.length === 0) undecided.set(rule.name, reason.reason);
  }
  return { judgements, undecided, resources: exported.length, rules: rules.length };
}

/** Whether a deployment would be stopped. */
export const isMandatory = (judgement: LeveledJudgement): boolean =>
  counts(judgement) && judgement.level !== "advisory";
