import { groupBy } from "../../policy/model/groupBy.ts";
import { showSecrets } from "../../policy/model/resourceView.ts";
import { counts } from "../../policy/judgement.ts";
import { factOf, type Rule } from "../../policy/rule.ts";
import { severities, type Severity, severityOf } from "../../policy/severities.ts";
import { colours } from "../../project/colours.ts";
import { isMandatory, type LeveledJudgement, type Report } from "./judgeExport.ts";
import { linkOf } from "./links.ts";

/** The report for people: findings by resource, the worst first, then how to fix them, once per rule. */
export function textReport(report: Report, files: readonly string[]): string {
  const { judgements, undecided } = report;
  const byUrn = [...groupBy(judgements, ({ finding }) => [finding.urn])];
  const found = byUrn
    .map(([urn, own]) => [urn, own.toSorted((one, other) => rank(one) - rank(other))] as const)
    .toSorted(([, [one]], [, [other]]) => rank(one!) - rank(other!));
  const rules = [...new Set(judgements.filter(counts).map(({ rule }) => rule))];
  const sections = [
    ...found.map(([urn, own]) => [heading(urn), ...own.map(line)].join("\n")),
    ...(undecided.length > 0 ? [undecidedSection(report)] : []),
    ...(rules.length > 0 ? [fixSection(rules)] : []),
    summary(report, files),
  ];
  return sections.join("\n\n");
}

/** `aws:ec2/instance:Instance::web` of a URN in front, because people look for it. */
function heading(urn: string): string {
  const name = urn.split("::").slice(3).join("::");
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return `${colours.bold(`${name} (${type})`)}\n  ${colours.dim(urn)}`;
}

function line(judgement: LeveledJudgement): string {
  const { rule, finding, exempted } = judgement;
  if (exempted.state === "exempt") {
    const { expires, reason } = exempted.exemption;
    return `  [exempt] ${rule.name}: until ${expires}: ${reason}`;
  }
  const severity = severityOf(rule);
  const level = isMandatory(judgement) ? "mandatory" : "advisory";
  const expired =
    exempted.state === "expired"
      ? ` Its exemption (${exempted.exemption.reason}) was valid until ${exempted.exemption.expires}.`
      : "";
  const label = paint[severity](`[${severity}, ${level}]`);
  return `  ${label} ${rule.name}\n    ${factOf(finding)}.${expired}`;
}

/** Which rules could not see, and why. */
function undecidedSection({ undecided }: Report): string {
  const byReason = groupBy(undecided, ({ reason, urn = "" }) => [`${urn}\n${reason}`]);
  const lines = [...byReason.values()].map((same) => {
    const [{ urn = "the stack", reason } = { reason: "" }] = same;
    const short = reason.replace(`. ${showSecrets}`, "");
    return `  ${same.map(({ rule }) => rule).join(", ")}  ${urn}\n    ${short}.`;
  });
  const isEncrypted = undecided.some(({ reason }) => reason.includes(showSecrets));
  const advice = isEncrypted ? [`  ${showSecrets}.`] : [];
  return [colours.bold("Undecided"), ...lines, ...advice].join("\n");
}

const fixSection = (rules: readonly Rule[]): string =>
  [
    colours.bold("How to fix them"),
    ...rules.map((rule) => `  ${rule.name} (${linkOf(rule)})\n    ${rule.fix}`),
  ].join("\n");

function summary({ judgements, undecided, resources, rules }: Report, files: readonly string[]) {
  const counted = judgements.filter(counts);
  const mandatory = counted.filter(isMandatory);
  const bySeverity = severities
    .map(
      (severity) =>
        [severity, mandatory.filter(({ rule }) => severityOf(rule) === severity)] as const,
    )
    .filter(([, { length }]) => length > 0)
    .map(([severity, { length }]) => `${length} ${severity}`);
  const worst = bySeverity.length > 0 ? ` (${bySeverity.join(", ")})` : "";
  return (
    `${files.join(", ")}: ${resources} resources, ${rules} rules: ${mandatory.length} mandatory${worst}, ` +
    `${counted.length - mandatory.length} advisory, ${judgements.length - counted.length} exempt, ` +
    `${undecided.length} undecided.`
  );
}

/** Mandatory findings first, then by severity; exempt ones last. */
const rank = (judgement: LeveledJudgement): number =>
  (counts(judgement) ? 0 : 100) +
  (isMandatory(judgement) ? 0 : 10) +
  severities.indexOf(severityOf(judgement.rule));

const paint: Readonly<Record<Severity, (text: string) => string>> = {
  critical: (text) => colours.bold(colours.red(text)),
  high: colours.red,
  medium: colours.yellow,
  low: colours.dim,
};
