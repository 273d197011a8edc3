import {
  isMandatory,
  judgeExport,
  readExportedResources,
} from "../../../commands/policy/judgeExport.ts";
import { configureRules, type PackConfig } from "../../../policy/config/packConfig.ts";
import { counts } from "../../../policy/judgement.ts";
import { allRules } from "../../../policy/ruleSets.ts";
import type { CorpusState } from "./support/state.ts";

/** The differences between what is right and what the rules say, and their counts. */
export interface Comparison {
  readonly expected: number;
  readonly found: number;
  /** Keys with the level: `mandatory forbid-internet-ingress web`. */
  readonly missed: readonly string[];
  readonly false: readonly string[];
}

/** Judges a state as `npm run policy -- --graph` does, with the rules' default levels. */
export function compare({ stack, preset = "private", ...right }: CorpusState): Comparison {
  const config: PackConfig = { preset };
  const resources = readExportedResources(stack.toString(), "corpus");
  const { judgements, undecided } = judgeExport(resources, configureRules(allRules, config));
  const found = new Set([
    ...judgements
      .filter(counts)
      .map((judgement) =>
        key(
          isMandatory(judgement) ? "mandatory" : "advisory",
          judgement.rule.name,
          judgement.finding.urn,
        ),
      ),
    ...undecided.map(({ rule, urn }) => key("undecided", rule, urn)),
  ]);
  const expected = new Set(
    (["mandatory", "advisory", "undecided"] as const).flatMap((level) =>
      Object.keys(right[level] ?? {}).map((name) => `${level} ${name}`),
    ),
  );
  return {
    expected: expected.size,
    found: found.size,
    missed: [...expected].filter((name) => !found.has(name)),
    false: [...found].filter((name) => !expected.has(name)),
  };
}

const key = (level: string, rule: string, urn: string | undefined): string =>
  [level, rule, ...(urn === undefined ? [] : [urn.split("::").at(-1)!])].join(" ");
