import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError, Faults, type OptionFault } from "./errors.ts";
import { suggestion } from "./suggestion.ts";

/** Checks a value at a path. Pure. */
export type Rule = (value: unknown, path: string) => readonly OptionFault[];

/** Rule of an option that must be given. */
export interface RequiredRule {
  readonly required: Rule;
}

/**
 * A rule for each option of an interface. The type refuses a table that lacks an option, has one
 * too many, or treats a required option as optional.
 */
export type OptionRules<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Rule : RequiredRule;
};

export const required = (rule: Rule): RequiredRule => ({ required: rule });

/** Any value; for values that are checked elsewhere. */
export const anything: Rule = () => [];

/** A rule from a predicate. */
export const check =
  (isAllowed: (value: unknown) => boolean, allowed: string, fix?: string): Rule =>
  (given, argument) =>
    isAllowed(given) ? [] : [{ argument, given, allowed, ...(fix && { fix }) }];

export const flag = check((value) => typeof value === "boolean", "true or false");

export const callback = check((value) => typeof value === "function", "a function");

/** A string; with a pattern, one that matches it. */
export const text = (pattern = /[^]/, allowed = "a non-empty string", fix?: string): Rule =>
  check((value) => typeof value === "string" && pattern.test(value), allowed, fix);

export const anyText = text(/^/, "a string");

/** A whole number between two limits, both included. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER, fix?: string): Rule =>
  check(
    (value) => Number.isInteger(value) && isBetween(value, least, most),
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number, ${plain(least)} or greater`
      : `a whole number from ${plain(least)} to ${plain(most)}`,
    fix,
  );

/** A number between two limits, both included. */
export const between = (least: number, most: number, fix?: string): Rule =>
  check(
    (value) => isBetween(value, least, most),
    `a number from ${plain(least)} to ${plain(most)}`,
    fix,
  );

const isBetween = (value: unknown, least: number, most: number): boolean =>
  typeof value === "number" && value >= least && value <= most;

/** Such as 10,000. */
const plain = (number: number): string => number.toLocaleString("en-US");

export const oneOf = (values: readonly unknown[], fix?: string): Rule =>
  check(
    (value) => values.includes(value),
    values.map((value) => JSON.stringify(value)).join(", "),
    fix,
  );

/** A list whose elements follow a rule. */
export const listOf =
  (
    element: Rule,
    { least = 0, most = Infinity, distinct = false, allowed = "a list", fix = "" } = {},
  ): Rule =>
  (given, path) => {
    const isList = Array.isArray(given) && given.length >= least && given.length <= most;
    if (!isList || (distinct && new Set(given).size < given.length)) {
      return [{ argument: path, given, allowed, ...(fix && { fix }) }];
    }
    // Array.from makes holes of sparse arrays visible.
    return Array.from(given as unknown[]).flatMap((value, index) =>
      element(value, `${path}[${index}]`),
    );
  };

/** An object with any keys, whose names and values each follow a rule. */
export const mapOf =
  (value: Rule, name: Rule = anything): Rule =>
  (given, path) =>
    isObject(given)
      ? Object.entries(given).flatMap(([key, each]) => {
          const faults = name(key, join(path, key)).map((fault) => ({ ...fault, isName: true }));
          return faults.length > 0 ? faults : value(each, join(path, key));
        })
      : [{ argument: path, given, allowed: "an object of named values" }];

/**
 * Checks that concern several options at once; they run only if each option is valid by itself.
 * Paths of faults start at the object; `""` is the object itself.
 */
export type JointCheck<T> = (given: T) => readonly OptionFault[];

/**
 * An object with the options of an interface.
 *
 * @param related - further names to suggest for an unknown option @default none
 */
export const options =
  <T>(rules: OptionRules<T>, joint?: JointCheck<T>, related: readonly string[] = []): Rule =>
  (given, path) => {
    if (!isObject(given)) {
      const allowed = `an object with ${Object.keys(rules).join(", ")}`;
      return [{ argument: path || "args", given, allowed }];
    }
    const faults = optionFaults(given, rules, path, related);
    if (faults.length > 0 || !joint) return faults;
    return joint(given as T).map((fault) => ({ ...fault, argument: below(path, fault.argument) }));
  };

/** An object whose options depend on one of them, such as `kind`. */
export const optionsBy =
  <Kind extends string>(key: string, kinds: Readonly<Record<Kind, Rule>>): Rule =>
  (given, path) => {
    if (!isObject(given)) return [{ argument: path, given, allowed: `an object with ${key}` }];
    const kind = given[key];
    if (typeof kind === "string" && Object.hasOwn(kinds, kind)) {
      return kinds[kind as Kind](given, path);
    }
    return oneOf(Object.keys(kinds))(kind, join(path, key));
  };

/** `false`, or what the rule allows. */
export const falseOr =
  (rule: Rule): Rule =>
  (given, path) =>
    given === false ? [] : rule(given, path);

/** A Pulumi input: an Output or promise, whose value is not known yet, or what the rule allows. */
export const input =
  (rule: Rule): Rule =>
  (given, path) =>
    pulumi.Output.isInstance(given) || given instanceof Promise ? [] : rule(given, path);

/** Faults of an object's options: those that are unknown, missing, or not allowed. */
export function optionFaults<T>(
  given: object,
  rules: OptionRules<T>,
  path = "",
  /** Further names to suggest for an unknown option. */
  related: readonly string[] = [],
): OptionFault[] {
  const names = Object.keys(rules);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rules, name));
  return [
    ...unknown.map((name) => unknownOption(path, name, [...names, ...related])),
    ...names.flatMap((name) => {
      const rule = (rules as Readonly<Record<string, Rule | RequiredRule>>)[name]!;
      const value = (given as Readonly<Record<string, unknown>>)[name];
      if (typeof rule === "function")
        return value === undefined ? [] : rule(value, join(path, name));
      return rule.required(value, join(path, name));
    }),
  ];
}

function unknownOption(path: string, name: string, allowed: readonly string[]): OptionFault {
  const fix = suggestion(name, allowed) ?? `Use one of: ${allowed.join(", ")}.`;
  return {
    argument: join(path, name),
    given: undefined,
    allowed: allowed.join(", "),
    fix,
    unknown: true,
  };
}

/**
 * Checks a component's arguments.
 *
 * @param component - for errors, such as `PrivateNetwork "net"`
 * @throws ComponentArgumentError for a fault, DefinitionError for several
 */
export function checkOptions<T extends object>(
  component: string,
  given: T,
  rules: OptionRules<T>,
  joint?: JointCheck<T>,
): void {
  const faults = new Faults();
  for (const fault of options(rules, joint)(given, "")) {
    faults.add(new ComponentArgumentError({ component, ...fault }));
  }
  faults.throwIfAny(component);
}

/** Whether a value is a plain object; a Date, a Map or a promise has none of the options that it hides. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a path is that of an option or leads into it. */
export const isWithin = (path: string, option: string): boolean =>
  path === option || path.startsWith(`${option}.`) || path.startsWith(`${option}[`);

/** `usagePlans.gold` and `routes["GET /x"]`. */
export function join(path: string, name: string): string {
  return below(path, /^[\w-]+$/.test(name) ? name : `[${JSON.stringify(name)}]`);
}

const below = (path: string, rest: string): string =>
  path === "" || rest === "" || rest.startsWith("[") ? path + rest : `${path}.${rest}`;
