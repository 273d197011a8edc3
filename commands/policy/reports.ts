import { counts } from "../../policy/judgement.ts";
import type { Rule } from "../../policy/rule.ts";
import { type Severity, severityOf } from "../../policy/severities.ts";
import { isMandatory, type LeveledJudgement, type Report } from "./judgeExport.ts";
import { linkOf } from "./links.ts";
import { textReport } from "./textReport.ts";

/** An export that was checked. */
export interface ExportFile {
  /** As given on the command line. */
  readonly file: string;
  readonly text: string;
}

type Print = (report: Report, exports: readonly ExportFile[]) => string;

/** Reports by format. */
export const reports: Record<"text" | "json" | "sarif", Print> = {
  text: (report, exports) =>
    textReport(
      report,
      exports.map(({ file }) => file),
    ),
  json: asJson,
  sarif: asSarif,
};

/** For programs: one JSON object. */
function asJson(
  { judgements, undecided, resources, rules }: Report,
  exports: readonly ExportFile[],
): string {
  const file = exports.map((each) => each.file).join(", ");
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
function asSarif({ judgements }: Report, exports: readonly ExportFile[]): string {
  const rules = [...new Set(judgements.map(({ rule }) => rule))];
  const places = placesByUrn(exports);
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
          locations: [location(judgement, places, exports)],
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

/**
 * Source: "SARIF support for code scanning", GitHub: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9
 * medium, 0.1 to 3.9 low.
 */
const scores: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

const descriptor = (rule: Rule) => ({
  id: rule.name,
  shortDescription: { text: rule.description },
  fullDescription: { text: rule.why },
  // Not as `helpUri`, which must be absolute (SARIF 2.1.0, "helpUri property"): the project has no single address.
  help: { text: `${rule.fix} See ${linkOf(rule)}.` },
  properties: {
    tags: ["security", ...rule.equivalents],
    "security-severity": scores[severityOf(rule)],
  },
});

interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

function location(
  { finding }: LeveledJudgement,
  places: ReadonlyMap<string, Place>,
  [first]: readonly ExportFile[],
) {
  const { file, line } = places.get(finding.urn) ?? { file: first?.file ?? "", line: 1 };
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file) },
      region: { startLine: line },
    },
    logicalLocations: [{ fullyQualifiedName: finding.urn, kind: "resource" }],
  };
}

const suppressions = ({ exempted }: LeveledJudgement) =>
  exempted.state === "exempt"
    ? {
        suppressions: [
          { kind: "external", status: "accepted", justification: exempted.exemption.reason },
        ],
      }
    : {};

/** The lines at which resources begin. */
function placesByUrn(exports: readonly ExportFile[]): Map<string, Place> {
  const places = exports.flatMap(({ file, text }) =>
    text.split("\n").flatMap((written, index) => {
      const urn = /^\s*"urn": (".*"),?$/.exec(written)?.[1];
      return urn === undefined
        ? []
        : [[JSON.parse(urn) as string, { file, line: index + 1 }] as const];
    }),
  );
  return new Map(places.reverse());
}
