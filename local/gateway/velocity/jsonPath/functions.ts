import { TemplateError } from "../template.ts";
import { JavaDouble, JavaList, toText, type Value } from "../values.ts";
import { InvalidPathError, type Parameter, type Path } from "./path.ts";

/** @param values - the parameters */
type PathFunction = (subject: Value, values: readonly Value[]) => Value;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const deviation = (numbers: readonly number[]): number => {
  const squares = sum(numbers.map((n) => n * n)) / numbers.length;
  return Math.sqrt(squares - average(numbers) ** 2);
};

/** The functions of Jayway's JsonPath 2.4. */
const functions: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ["avg", ofNumbers(average)],
  ["stddev", ofNumbers(deviation)],
  ["sum", ofNumbers(sum)],
  ["min", ofNumbers((numbers) => numbers.reduce((a, b) => Math.min(a, b)))],
  ["max", ofNumbers((numbers) => numbers.reduce((a, b) => Math.max(a, b)))],
  ["length", size],
  ["size", size],
  ["concat", concat],
  ["append", append],
]);

/** @throws TemplateError for an unknown function, and for numbers of nothing */
export function callFunction(
  name: string,
  subject: Value,
  parameters: readonly Parameter[],
  read: (path: Path) => Value,
): Value {
  const apply = functions.get(name);
  if (apply === undefined) {
    throw new InvalidPathError(
      `There is no function ${JSON.stringify(name)}. Use ${[...functions.keys()].join(", ")}.`,
    );
  }
  return apply(
    subject,
    parameters.map((parameter) => ("path" in parameter ? read(parameter.path) : parameter.value)),
  );
}

/** Computes a double from the numbers of a list and of the parameters. */
function ofNumbers(compute: (numbers: readonly number[]) => number): PathFunction {
  return (subject, values) => {
    const items = subject instanceof JavaList ? [...subject.items, ...values] : values;
    const numbers = items.filter(isNumber).map((item) => Number(toText(item)));
    if (numbers.length === 0) throw new TemplateError("A function of numbers was given none.");
    return new JavaDouble(compute(numbers));
  };
}

/** True for Java's numbers. */
export function isNumber(value: Value): value is number | bigint | JavaDouble {
  return typeof value === "number" || typeof value === "bigint" || value instanceof JavaDouble;
}

/** Null for texts too. */
function size(subject: Value): Value {
  if (subject instanceof JavaList) return subject.items.length;
  return subject instanceof Map ? subject.size : null;
}

/** Joins the texts of a list, and all parameters. */
function concat(subject: Value, values: readonly Value[]): Value {
  const texts = subject instanceof JavaList ? subject.items : [];
  return [...texts.filter((item) => typeof item === "string"), ...values.map(toText)].join("");
}

/** Adds to the payload's own list. */
function append(subject: Value, values: readonly Value[]): Value {
  if (subject instanceof JavaList) subject.items.push(...values);
  return subject;
}
