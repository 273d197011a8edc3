import type { Report } from "./judgeExport.ts";

/** A report for programs: one object. */
export function asJson(file: string, { judgements, undecided, resources, rules }: Report): string {
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
