import { colours } from "../project/colours.ts";
import { unknownValue } from "../project/signatures.ts";
import type { Operation } from "./operations.ts";
import { outputLines, type ShownOutputs } from "./outputs.ts";
import { inWords, type Plan } from "./plan.ts";
import type { Outcome } from "./rollout.ts";

interface Named {
  readonly name: string;
}

/** Prints a line. */
type Print = (line: string) => void;

/** How plans are printed. */
export interface PlanStyle {
  /** Names each replacement and deletion. */
  readonly namesLost: boolean;
  /** Shows every operation with the inputs that change. @default false */
  readonly diff?: boolean;
  /** A last line. */
  readonly note?: string | undefined;
  readonly print?: Print;
}

/** Prints the planned changes of each stack. */
export function printPlans(
  title: string,
  stacks: readonly (Named & { readonly plan: Plan })[],
  { namesLost, diff = false, note: last, print = console.log }: PlanStyle,
): void {
  const width = widest(stacks);
  print(`\n${colours.bold(title)}`);
  for (const { name, plan } of stacks) {
    print(`  ${name.padEnd(width)}  ${inWords(plan)}`);
    const note = (text: string) => print(`  ${" ".repeat(width)}    ${text}`);
    if (plan.waits) note(plan.waits);
    if (plan.twoUpdates) note(`in two updates: ${plan.twoUpdates}`);
    if (diff) {
      for (const line of plan.operations.flatMap(diffLines)) print(`      ${line}`);
      continue;
    }
    for (const { operation, type, name: resource, reasons } of namesLost ? plan.lost : []) {
      const because = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
      const line = `${operation} ${type} ${resource}${because}`;
      note(colours.yellow(line));
    }
  }
  if (last) print(colours.dim(`  ${last}`));
  print("");
}

/** An operation in one line, with the names of the inputs that change. */
export function operationLine({ kind, type, name, inputs }: Operation): string {
  const names = kind === "create" ? [] : Object.keys(inputs);
  return `${kind} ${type} ${name}${names.length > 0 ? ` (${names.join(", ")})` : ""}`;
}

/** An operation with the old and new values of the inputs that change. */
function diffLines(operation: Operation): string[] {
  const { kind, type, name, inputs } = operation;
  const isLost = kind === "replace" || kind === "delete";
  const head = `${kind} ${type} ${name}`;
  const values = Object.entries(inputs).map(([input, { before, after }]) => {
    const old = before === undefined ? "" : `${inShort(before)} → `;
    return `    ${input}: ${old}${after === undefined ? "(removed)" : inShort(after)}`;
  });
  return [isLost ? colours.yellow(head) : head, ...values];
}

/** Longest value in a line. */
const longest = 100;

/** A value as JSON, shortened. A value that is not known yet contains Pulumi's mark for it. */
function inShort(value: unknown): string {
  const text = JSON.stringify(value).replaceAll(`"${unknownValue}"`, "(known later)");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Prints what a deployment ends with. */
export function printOutputs(
  stacks: readonly (Named & { readonly outputs: ShownOutputs })[],
  print: Print = console.log,
): void {
  for (const { name, outputs } of stacks) {
    if (Object.keys(outputs).length === 0) continue;
    print(`\n${colours.bold(`Outputs of ${name}`)}`);
    for (const line of outputLines(outputs)) print(`  ${line}`);
  }
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
