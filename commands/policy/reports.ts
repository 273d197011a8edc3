import { counts } from "../../policy/judgement.ts";
import type { Rule } from "../../policy/rule.ts";
import { isMandatory, type LeveledJudgement, type Report } from "./judgeExport.ts";

type Print = (report: Report, file: string, text: string) => string;

/** Reports by format, from the name and the text of the export. */
export const reports: Record<"text" | "json" | "sarif", Print> = {
  text: asText,
  json: asJson,
  sarif: asSarif,
};

/** For people. */
function asText({ judgements, undecided, resources, rules }: Report, file: string): string {
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

/** For programs: one JSON object. */
function asJson({ judgements, undecided, resources, rules }: Report, file: string): string {
  const findings = judgements.map(({ rule, finding, level, message, exempted }) => ({
    rule: rule.name,
    level,
    urn: finding.urn,
    property: finding.property,
    message,
    ...(exempted.state === "none"
      ? {}
      : { exemption: { ...exempted.exemption, expired: exempted.state === "expired" } }),
  }));
  const report = { file, resources, rules, findings, undecided };
  return JSON.stringify(report, undefined, 2);
}

/**
 * For code scanning services: SARIF 2.1.0. Each result points to the line of the
 * export that names the resource.
 */
function asSarif({ judgements }: Report, file: string, text: string): string {
  const rules = [...new Set(judgements.map(({ rule }) => rule))];
  const lines = linesByUrn(text);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Palisade", rules: rules.map(descriptor) } },
        results: judgements.map((judgement) => ({
          ruleId: judgement.rule.name,
          ruleIndex: rules.indexOf(judgement.rule),
          level: isMandatory(judgement) ? "error" : counts(judgement) ? "warning" : "note",
          message: { text: judgement.message },
          locations: [location(file, judgement, lines)],
          partialFingerprints: {
            "resourceAndProperty/v1": `${judgement.finding.urn} ${judgement.finding.property}`,
          },
          ...suppressions(judgement),
        })),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

const descriptor = ({ name, description, why, fix, equivalents }: Rule) => ({
  id: name,
  shortDescription: { text: description },
  fullDescription: { text: why },
  help: { text: fix },
  properties: { tags: ["security", ...equivalents] },
});

const location = (file: string, { finding }: LeveledJudgement, lines: Map<string, number>) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(file) },
    region: { startLine: lines.get(finding.urn) ?? 1 },
  },
  logicalLocations: [{ fullyQualifiedName: finding.urn, kind: "resource" }],
});

const suppressions = ({ exempted }: LeveledJudgement) =>
  exempted.state === "exempt"
    ? {
        suppressions: [
          { kind: "external", status: "accepted", justification: exempted.exemption.reason },
        ],
      }
    : {};

/** Line numbers, from 1, at which resources begin. */
function linesByUrn(text: string): Map<string, number> {
  const lines = text.split("\n").map((line, index) => {
    const urn = /^\s*"urn": (".*"),?$/.exec(line)?.[1];
    return urn === undefined ? undefined : ([JSON.parse(urn) as string, index + 1] as const);
  });
  return new Map(lines.filter((line) => line !== undefined).reverse());
}
