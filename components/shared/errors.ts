import { inspect, isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An argument that can't be used, and what to do about it. */
export interface ArgumentProblem {
  /** Where the argument belongs, such as `PrivateNetwork "net"`. */
  readonly component: string;
  /** The argument's path, such as `zones` or `proxy.memoryMb`. */
  readonly argument: string;
  /** The value that was given; `undefined` for an argument that is missing. */
  readonly given: unknown;
  /** Which values are allowed. */
  readonly allowed: string;
  /** What to do, as imperative sentences. @default nothing beyond what is allowed */
  readonly fix?: string;
  /** Set for an option that does not exist. @default false */
  readonly unknown?: boolean;
  /** Set if the name in a map is wrong, not its value. @default false */
  readonly isName?: boolean;
}

/**
 * A component was given an argument that it can't work with. Thrown before any resource is
 * registered. The engine prints the message of a `RunError` without a stack trace.
 */
export class ComponentArgumentError extends pulumi.RunError {
  override readonly name = "ComponentArgumentError";
  readonly argument: string;

  constructor(problem: ArgumentProblem) {
    super(`${problem.component}: ${faultText(problem)}`);
    this.argument = problem.argument;
  }
}

/** A problem without the component that it belongs to. */
export type OptionFault = Omit<ArgumentProblem, "component">;

/** What is wrong, what is allowed and what to do. */
export function faultText(fault: OptionFault): string {
  const { argument, given, allowed, fix = "", unknown, isName } = fault;
  if (unknown) return `unknown option "${argument}". ${fix}`;
  const problem =
    given === undefined ? "is missing" : `is ${isPrivate(argument) ? typeOf(given) : shown(given)}`;
  const wrong = isName ? `${argument} is not a valid name` : `${argument} ${problem}`;
  return `${wrong}; allowed: ${allowed}. ${fix}`.trimEnd();
}

/** Values that may be secrets: errors show only their types. */
const isPrivate = (argument: string): boolean =>
  /(^|\.)((environment|secrets)\b|(secret|privateKey)(\.name)?$|webhooks\b|apiKeys(\.[\w-]+|\[[^\]]*\])?$)|\bidentitySecrets\b/.test(
    argument,
  );

const privateKeys = [
  "environment",
  "secrets",
  "secret",
  "privateKey",
  "apiKeys",
  "identitySecrets",
];

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : `of type ${typeof value}`;

/** Longest value that an error repeats in full, in characters. */
const maxShown = 120;

function shown(value: unknown): string {
  if (pulumi.Output.isInstance(value)) return "an Output";
  if (typeof value === "function") return "a function";
  const text = inJson(value) ?? inspect(value, { depth: 1, breakLength: Infinity });
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

/** `undefined` for values that JSON can't show, such as NaN, a Map or an object that contains itself. */
function inJson(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(value);
    if (!isDeepStrictEqual(JSON.parse(text), value)) return undefined;
    return JSON.stringify(value, (key, each: unknown) => (privateKeys.includes(key) ? "…" : each));
  } catch {
    return undefined;
  }
}

/** Most faults that a message lists. */
const maxListed = 50;

/** A definition has several faults; its message lists them, `errors` has all. */
export class DefinitionError extends pulumi.RunError {
  override readonly name = "DefinitionError";
  readonly errors: readonly Error[];

  constructor(subject: string, errors: readonly Error[]) {
    const lines = errors.slice(0, maxListed).map(({ message }) => `  - ${message}`);
    if (errors.length > maxListed) lines.push(`  … and ${errors.length - maxListed} more`);
    super([`${subject} has ${errors.length} faults:`, ...lines].join("\n"));
    this.errors = errors;
  }
}

/** Collects the faults of independent parts, so that a user sees all of them at once. */
export class Faults {
  readonly #errors: Error[] = [];

  get errors(): readonly Error[] {
    return this.#errors;
  }

  get any(): boolean {
    return this.#errors.length > 0;
  }

  add(...errors: readonly Error[]): void {
    for (const error of errors) this.#errors.push(error);
  }

  /**
   * Runs a check and keeps the fault that it throws.
   *
   * @returns the check's result; `undefined` when it failed
   */
  check<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      if (error instanceof DefinitionError) this.add(...error.errors);
      else if (pulumi.RunError.isInstance(error)) this.add(error);
      else throw error;
      return undefined;
    }
  }

  /**
   * @param subject - the definition that the faults are in, such as `Platform "shop"`
   * @throws the fault itself if there is one, `DefinitionError` if there are several
   */
  throwIfAny(subject: string): void {
    const [first, ...others] = this.#errors;
    if (first) throw others.length > 0 ? new DefinitionError(subject, this.#errors) : first;
  }
}
