import { colours } from "../project/colours.ts";
import { inWords, type Plan } from "./plan.ts";
import type { Outcome } from "./rollout.ts";

interface Named {
  readonly name: string;
}

/** Prints a line. */
type Print = (line: string) => void;

/**
 * Prints the planned changes of each stack.
 *
 * @param namesLost - names each replacement and deletion
 */
export function printPlans(
  title: string,
  stacks: readonly (Named & { readonly plan: Plan })[],
  { namesLost, print = console.log }: { readonly namesLost: boolean; readonly print?: Print },
): void {
  const width = widest(stacks);
  print(`\n${colours.bold(title)}`);
  for (const { name, plan } of stacks) {
    print(`  ${name.padEnd(width)}  ${inWords(plan)}`);
    for (const { operation, type, name: resource, reasons } of namesLost ? plan.lost : []) {
      const because = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
      const line = `${operation} ${type} ${resource}${because}`;
      print(`  ${" ".repeat(width)}    ${colours.yellow(line)}`);
    }
  }
  print("");
}

/**
 * Prints the result of each stack, and how to continue after a failure.
 *
 * @returns `true` if no stack failed
 */
export function printOutcomes<S extends Named>(
  environment: string,
  outcomes: ReadonlyMap<S, Outcome>,
  print: Print = console.log,
): boolean {
  const width = widest([...outcomes.keys()]);
  print(`\n${colours.bold(environment)}`);
  for (const [{ name }, outcome] of outcomes) {
    print(`  ${name.padEnd(width)}  ${inColour(outcome)}`);
    if (outcome.state === "failed" || outcome.state === "cancelled") {
      print(outcome.detail.replace(/^/gm, "      "));
    }
  }
  const states = [...outcomes.values()].map(({ state }) => state);
  const whole = states.every((state) => state === "done" || state === "unchanged");
  if (!whole) {
    print(
      "\nThe rollout stopped. Fix the failure and run the same command again: it continues from here.",
    );
  }
  return whole;
}

function inColour(outcome: Outcome): string {
  const { state } = outcome;
  const time = "seconds" in outcome ? `, ${outcome.seconds.toFixed(1)} s` : "";
  if (state === "done") return colours.green(`${outcome.detail}${time}`);
  if (state === "failed") return colours.red(`failed${time}`);
  return state === "cancelled" ? colours.yellow(`cancelled${time}`) : colours.dim(state);
}

const widest = (stacks: readonly Named[]): number =>
  Math.max(0, ...stacks.map(({ name }) => name.length));
