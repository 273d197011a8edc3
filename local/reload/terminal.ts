import type { ReloadEvent } from "../apiTypes/platform.ts";
import { colours } from "../../project/colours.ts";
import { printable } from "../inside.ts";

/**
 * The lines about a reload on the terminal.
 *
 * @param isMended - whether the same failed before
 */
export function terminalLines(
  { text, durationMs, error }: ReloadEvent,
  isMended: boolean,
): string[] {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  if (!error) {
    const again = isMended ? ` ${colours.green("It works again.")}` : "";
    return [`${colours.green("↻")} ${printable(text)}, ${seconds}${again && `.${again}`}`];
  }
  const { message, file, line, source } = error;
  const place =
    file === undefined
      ? []
      : [`  ${file}:${line}`, `  ${colours.dim(`${line} |`)} ${printable(source ?? "")}`];
  return [
    colours.red(`✗ ${printable(text)}, ${seconds}`),
    ...message.split("\n").map((each) => colours.red(`  ${printable(each)}`)),
    ...place,
    "  The last version that worked keeps serving.",
  ];
}
