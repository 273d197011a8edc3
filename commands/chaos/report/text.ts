import { colours } from "../../../project/colours.ts";
import { table } from "../../table.ts";
import type { TimedEvent } from "../measurement.ts";
import { phaseTable, type Result, seconds, summaryLines } from "./figures.ts";

/** A result for the terminal. */
export function textOf(result: Result): string {
  const { head, rows } = phaseTable(result);
  return [
    ...result.timeline.map(eventLine),
    "",
    table(head, rows),
    "",
    ...summaryLines(result),
    ...result.expectations.map(({ text, broken }) =>
      broken === undefined
        ? `${colours.green("holds ")} ${text}`
        : `${colours.red("BROKEN")} ${text}: ${broken}`,
    ),
    "",
  ].join("\n");
}

const eventLine = ({ at, text }: TimedEvent): string => `${seconds(at).padStart(6)} s  ${text}`;
