import type { OptionFault } from "../../shared/errors.ts";

/** The HTML document around the body of each mail. */
export const layoutFile = "layout.html";

/** Without indentation: each mail contains it. */
export const minified = (html: string): string => html.replaceAll(/\s*\n\s*/g, "\n").trim();

/** @param layout - the file's content; `undefined` if there is none */
export function layoutFaults(layout: string | undefined): OptionFault[] {
  if (layout === undefined) {
    return [{ argument: "", given: undefined, allowed: "an HTML document with {content}" }];
  }
  const count = layout.split("{content}").length - 1;
  const faults: OptionFault[] = [];
  if (count !== 1) {
    const fix = "The text of each mail takes its place.";
    faults.push({ argument: "{content}", given: count, allowed: "exactly one", fix });
  }
  // A mail that loads or runs something is blocked by most mail programs, and tells others who reads it.
  const [, active] = /<(script|iframe|object|embed|link|form)\b/i.exec(layout) ?? [];
  if (active !== undefined) {
    faults.push({
      argument: "",
      given: active,
      allowed: "a document without scripts, frames, forms and links to files",
    });
  }
  return faults;
}
