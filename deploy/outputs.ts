import type { OutputMap } from "@pulumi/pulumi/automation/index.js";

/** A stack's outputs for a terminal or a log. */
export type ShownOutputs = Readonly<Record<string, unknown>>;

/** In place of a secret's value. */
const hidden = "[secret]";

/** The outputs without the values of secrets. */
export const shownOutputs = (outputs: OutputMap): ShownOutputs =>
  Object.fromEntries(
    Object.entries(outputs)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, { value, secret }]) => [name, secret ? hidden : value]),
  );

/** Longest value in a line; certificates, for example, are longer. */
const longest = 160;

/** A line for each output. */
export function outputLines(outputs: ShownOutputs): string[] {
  const width = Math.max(...Object.keys(outputs).map(({ length }) => length));
  return Object.entries(outputs).map(([name, value]) => {
    const text = typeof value === "string" && !value.includes("\n") ? value : JSON.stringify(value);
    const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
    return `${name.padEnd(width)}  ${shown}`;
  });
}
