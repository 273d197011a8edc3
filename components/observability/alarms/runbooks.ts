import { type AlarmName, thresholds } from "./thresholds.ts";

/** Folder of the runbooks, from the project's root. */
export const runbookFolder = "docs/runbooks";

/** Description of an alarm: where its runbook is, first, because mail and chat show it as plain text. */
export const describe = (
  runbook: AlarmName | "region",
  summary: string,
  runbooks: string = runbookFolder,
): string => `${runbooks.replace(/\/$/, "")}/${runbook}.md - ${summary}`;

/** Description of an alarm with the summary of the table. */
export const describeAlarm = (alarm: AlarmName, subject?: string, runbooks?: string): string => {
  const { summary } = thresholds[alarm];
  return describe(alarm, subject === undefined ? summary : `${summary} (${subject})`, runbooks);
};
