import { counts } from "../../policy/judgement.ts";
import type { Rule } from "../../policy/rule.ts";
import { isMandatory, type LeveledJudgement, type Report } from "./judgeExport.ts";

/**
 * A report as SARIF 2.1.0, which code scanning services read. Each result points to the line of the
 * export that names the resource.
 *
 * @param text - the export's text
 */
export function asSarif(file: string, text: string, { judgements }: Report): string {
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

/** Numbers of the lines that begin resources, from 1. */
function linesByUrn(text: string): Map<string, number> {
  const lines = text.split("\n").map((line, index) => {
    const urn = /^\s*"urn": (".*"),?$/.exec(line)?.[1];
    return urn === undefined ? undefined : ([JSON.parse(urn) as string, index + 1] as const);
  });
  return new Map(lines.filter((line) => line !== undefined).reverse());
}
