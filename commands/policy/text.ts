import { counts } from "../../policy/judgement.ts";
import { isMandatory, type LeveledJudgement, type Report } from "./judgeExport.ts";

/** A report for people to read. */
export function asText(file: string, { judgements, undecided, resources, rules }: Report): string {
  const counted = judgements.filter(counts);
  const exempt = judgements.filter((judgement) => !counts(judgement));
  const lines = [
    ...bySeverity(counted).flatMap((judgement) => [heading(judgement), `  ${judgement.message}`]),
    ...exempt.map((judgement) => `${heading(judgement)}\n  ${exemptionOf(judgement)}`),
    ...undecided.map(
      ({ rule, urn, reason }) => `[undecided] ${rule}  ${urn ?? "the stack"}\n  ${reason}.`,
    ),
    `${file}: ${resources} resources, ${rules} rules: ${counted.filter(isMandatory).length} mandatory, ` +
      `${counted.filter((judgement) => !isMandatory(judgement)).length} advisory, ` +
      `${exempt.length} exempt, ${undecided.length} undecided.`,
  ];
  return lines.join("\n");
}

function heading(judgement: LeveledJudgement): string {
  const { rule, finding, level } = judgement;
  const state = counts(judgement) ? (level === "advisory" ? "advisory" : "mandatory") : "exempt";
  return `[${state}] ${rule.name}  ${finding.urn}`;
}

function exemptionOf({ exempted }: LeveledJudgement): string {
  if (exempted.state === "none") return "";
  return `until ${exempted.exemption.expires}: ${exempted.exemption.reason}`;
}

const bySeverity = (judgements: readonly LeveledJudgement[]): LeveledJudgement[] =>
  judgements.toSorted((one, other) => Number(isMandatory(other)) - Number(isMandatory(one)));
