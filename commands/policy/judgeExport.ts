import type { ConfiguredRule } from "../../policy/config/packConfig.ts";
import { Judge, type Outcome } from "../../policy/judge.ts";
import { counts, type Judgement } from "../../policy/judgement.ts";
import type { Subject } from "../../policy/model/resourceView.ts";
import { readProperties } from "../../policy/model/values.ts";
import { readStackExport } from "../../project/stackExport.ts";

/** A resource of a stack's state, as its program declared it and as it was deployed. */
export interface ExportedResource {
  /** With its inputs. */
  readonly asked: Subject;
  /** With its outputs. */
  readonly deployed: Subject;
}

/**
 * Reads the text of a stack export. The values of encrypted secrets are unknown.
 *
 * @param file - name of the export, for errors
 * @throws StackExportError when it is not an export
 */
export const readExportedResources = (text: string, file: string): ExportedResource[] =>
  readStackExport(text, file).map(({ urn, type, id, inputs, outputs, propertyDependencies }) => {
    const dependencies = Object.entries(propertyDependencies ?? {});
    const known = {
      type,
      urn,
      name: urn.split("::").slice(3).join("::"),
      ...(id === undefined ? {} : { id }),
      propertyDependencies: Object.fromEntries(
        dependencies.map(([key, urns]) => [key, urns ?? []]),
      ),
    };
    return {
      asked: { ...known, props: readProperties(inputs ?? {}) },
      deployed: { ...known, props: readProperties(outputs ?? {}) },
    };
  });

/** A judgement with the configured level of its rule. */
export interface LeveledJudgement extends Judgement {
  readonly level: Outcome["level"];
}

/** A rule that found nothing, but met unknown values. */
interface Undecided {
  readonly rule: string;
  /** URN of the resource; `undefined` for a rule about the whole stack. */
  readonly urn: string | undefined;
  readonly reason: string;
}

/** The findings of the rules in a stack's state. */
export interface Report {
  /** Findings, including exempt ones. Those about single resources come first. */
  readonly judgements: readonly LeveledJudgement[];
  readonly undecided: readonly Undecided[];
  readonly resources: number;
  /** Number of applied rules. */
  readonly rules: number;
}

/**
 * Applies rules to a stack's state, as the engine does to a stack that it deploys.
 *
 * @param others - resources of other stacks that this one uses; nothing is reported about them
 */
export function judgeExport(
  exported: readonly ExportedResource[],
  configured: readonly ConfiguredRule[],
  others: readonly ExportedResource[] = [],
): Report {
  const own = new Set(exported.map(({ asked }) => asked.urn));
  const judge = new Judge(configured);
  const outcomes = [
    ...exported.flatMap(({ asked }) => ofSubject(asked.urn, judge.resource(asked))),
    ...ofSubject(undefined, judge.stack([...exported, ...others].map(({ deployed }) => deployed))),
  ];
  return {
    judgements: outcomes.flatMap(({ judgements, level }) =>
      judgements
        .filter(({ finding }) => own.has(finding.urn))
        .map((judgement) => ({ ...judgement, level })),
    ),
    undecided: outcomes.flatMap(({ rule, urn, undecided }) =>
      undecided === undefined ? [] : [{ rule: rule.name, urn, reason: undecided }],
    ),
    resources: exported.length,
    rules: configured.filter(({ level }) => level !== "disabled").length,
  };
}

const ofSubject = (urn: string | undefined, outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ({ ...outcome, urn }));

/** Whether a deployment would be stopped. */
export const isMandatory = (judgement: LeveledJudgement): boolean =>
  counts(judgement) && judgement.level !== "advisory";
