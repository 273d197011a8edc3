import { existsSync } from "node:fs";
import type { OptionFault } from "../shared/errors.ts";
import { text } from "../shared/options.ts";
import { entryProblem } from "./entry.ts";

export const entryPath = text(
  /^(?!\/)(?!.*\.\.\/).+\.[cm]?[jt]s$/,
  "a path of a module within the project",
  "Write it like handlers/thumbnail.ts.",
);

/** Why a module can't be a function's code. */
export function entryFaults(entry: string): OptionFault[] {
  if (!existsSync(entry)) {
    return [
      {
        argument: "entry",
        given: entry,
        allowed: "an existing file",
        fix: "Give its path from the project's root, such as handlers/thumbnail.ts.",
      },
    ];
  }
  const problem = entryProblem(entry);
  if (problem === undefined) return [];
  return [
    {
      argument: "entry",
      given: entry,
      allowed: "a module that exports handler and can be bundled",
      fix: problem,
    },
  ];
}
