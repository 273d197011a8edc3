import { TemplateError } from "../template.ts";
import { isNumber, type JavaDecimal, numberType, toBigInt, toDouble } from "./numbers.ts";
import {
  isCollection,
  JavaArray,
  JavaCharacter,
  type JavaCollection,
  JavaList,
  type JavaMap,
  MapEntry,
  type Value,
} from "./types.ts";

/** The JavaScript value of each parameter type. A `?` takes null, which otherwise fails as in Java. */
interface Parameters {
  readonly boolean: boolean;
  readonly byte: number;
  readonly short: number;
  readonly int: number;
  readonly long: bigint;
  readonly float: number;
  readonly double: number;
  readonly char: string;
  readonly String: string;
  readonly "String?": string | null;
  readonly CharSequence: string;
  readonly Object: Value;
  readonly Collection: JavaCollection;
  readonly Iterable: JavaCollection;
  readonly List: JavaList;
  readonly Map: JavaMap;
  readonly Boolean: boolean;
  readonly Byte: bigint;
  readonly Short: bigint;
  readonly Integer: bigint;
  readonly Long: bigint;
  readonly BigInteger: bigint;
  readonly Float: number;
  readonly Double: number;
  readonly BigDecimal: JavaDecimal;
  readonly Character: string;
  readonly "char[]": string;
  readonly "CharSequence...": readonly string[];
  readonly "Object...": readonly Value[];
}

type Parts<Text extends string> = Text extends ""
  ? []
  : Text extends `${infer First},${infer Others}`
    ? [Part<First>, ...Parts<Others>]
    : [Part<Text>];
type Part<Name extends string> = Name extends keyof Parameters ? Parameters[Name] : never;
type Run<Receiver, Signature> = Signature extends `${string}(${infer Names})`
  ? (receiver: Receiver, ...args: Parts<Names>) => Value
  : never;

interface Overload {
  readonly signature: string;
  readonly convert: readonly Convert[];
  readonly isVariable: boolean;
  readonly run: (receiver: Value, ...args: unknown[]) => Value;
}

/** The members of a Java type, the overloads by name. */
export interface Members {
  readonly methods: ReadonlyMap<string, readonly Overload[]>;
  /** Methods that are read as properties: `getBytes` as `bytes`, `isEmpty` as `empty`. */
  readonly properties: ReadonlyMap<string, Overload>;
}

/**
 * Defines the methods of a Java type by their Java signatures.
 *
 * @returns a function that takes the methods, and the signatures of those that Java has and this gateway refuses
 */
export function membersOf<Receiver extends Value>() {
  return <Signature extends string>(
    methods: { readonly [Key in Signature]: Run<Receiver, Key> },
    refused: readonly string[],
    ...inherited: readonly Members[]
  ): Members => {
    const own = [
      ...Object.entries(methods).map(([signature, run]) =>
        overload(signature, run as Overload["run"]),
      ),
      ...refused.map((signature) => overload(signature, refuse(signature))),
    ];
    const others = inherited.flatMap((members) => [...members.methods.values()].flat());
    return tablesOf(own, others);
  };
}

function refuse(signature: string): Overload["run"] {
  return () => {
    throw new TemplateError(
      `Java's method ${signature} is not supported in mapping templates here.`,
    );
  };
}

function tablesOf(own: readonly Overload[], inherited: readonly Overload[]): Members {
  const known = new Set(own.map(({ signature }) => signature));
  const all = [...own, ...inherited.filter(({ signature }) => !known.has(signature))];
  const methods = new Map<string, Overload[]>();
  for (const one of all.sort((left, right) => generality(left) - generality(right))) {
    const name = nameOf(one);
    methods.set(name, [...(methods.get(name) ?? []), one]);
  }
  return { methods, properties: propertiesOf(all) };
}

function propertiesOf(overloads: readonly Overload[]): Map<string, Overload> {
  const properties = new Map<string, Overload>();
  for (const prefix of ["is", "get"]) {
    for (const one of overloads) {
      const name = nameOf(one);
      const rest = name.slice(prefix.length);
      if (one.convert.length > 0 || !name.startsWith(prefix) || !/^[A-Z]/.test(rest)) continue;
      properties.set(rest, one);
      properties.set(rest.charAt(0).toLowerCase() + rest.slice(1), one);
    }
  }
  return properties;
}

function nameOf({ signature }: Overload): string {
  return signature.slice(0, signature.indexOf("("));
}

function overload(signature: string, run: Overload["run"]): Overload {
  const parameters = signature.slice(signature.indexOf("(") + 1, -1);
  return {
    signature: signature.replaceAll("?", ""),
    convert: parameters === "" ? [] : parameters.split(",").map(converterOf),
    isVariable: parameters.endsWith("..."),
    run,
  };
}

/** Java calls the most specific overload: the order of these types, from the narrowest. */
const narrowness =
  "boolean char char[] byte short int long float double String CharSequence Collection Iterable Object";

function generality({ signature, isVariable }: Overload): number {
  const types = signature.slice(signature.indexOf("(") + 1, -1).split(",");
  const ranks = types.map((type) => narrowness.split(" ").indexOf(type));
  return (isVariable ? 1000 : 0) + ranks.reduce((sum, rank) => sum + rank, 0);
}

/** Calls the first overload that takes the arguments. @returns undefined if Java has none */
export function invoke(
  { methods }: Members,
  receiver: Value,
  name: string,
  args: readonly Value[],
): Value {
  for (const one of methods.get(name) ?? []) {
    const converted = one.isVariable ? convertVariable(one, args) : convertAll(one, args);
    if (converted !== undefined) return one.run(receiver, ...converted);
  }
  return undefined;
}

/** @returns undefined unless each argument has its parameter's type */
function convertAll({ convert }: Overload, args: readonly Value[]): unknown[] | undefined {
  if (convert.length !== args.length) return undefined;
  const converted: unknown[] = [];
  for (let at = 0; at < args.length; at++) {
    const value = convert[at]!(args[at]);
    if (value === undefined) return undefined;
    converted.push(value);
  }
  return converted;
}

/** An array in the last place is taken for the variable arguments, as in Java. */
function convertVariable(one: Overload, args: readonly Value[]): unknown[] | undefined {
  const fixed = one.convert.length - 1;
  const rest = args.slice(fixed);
  const [first] = rest;
  const items = rest.length === 1 && first instanceof JavaArray ? first.items : rest;
  const start = convertAll({ ...one, convert: one.convert.slice(0, fixed) }, args.slice(0, fixed));
  const end = items.map((item) => one.convert[fixed]!(item));
  return start === undefined || end.includes(undefined) ? undefined : [...start, end];
}

/** Converts an argument to a parameter's type; undefined if Java would not. */
type Convert = (value: Value) => unknown;

function converterOf(parameter: string): Convert {
  const name = parameter.replace("...", "");
  return converters[name] ?? (() => undefined);
}

const whole =
  (...types: readonly string[]): Convert =>
  (value) =>
    isNumber(value) && types.includes(numberType(value)) ? toBigInt(value) : undefined;

const small =
  (...types: readonly string[]): Convert =>
  (value) =>
    isNumber(value) && types.includes(numberType(value)) ? toDouble(value) : undefined;

/** Fails for null, as Java's NullPointerException. */
function nonNull(value: Value): Value {
  if (value === null) throw new TemplateError("null is given to a method that needs a value.");
  return value;
}

const text: Convert = (value) => (typeof nonNull(value) === "string" ? value : undefined);
const collection: Convert = (value) => (isCollection(nonNull(value)) ? value : undefined);
const character: Convert = (value) => (value instanceof JavaCharacter ? value.text : undefined);
const truth: Convert = (value) => (typeof value === "boolean" ? value : undefined);
const boxed =
  (type: string, convert: Convert): Convert =>
  (value) => {
    const present = nonNull(value);
    return isNumber(present) && numberType(present) === type ? convert(present) : undefined;
  };

/** Types without a converter (Locale, Function, …) cannot be made in a template. */
const converters: Readonly<Record<string, Convert>> = {
  boolean: truth,
  byte: small("Byte"),
  short: small("Byte", "Short"),
  int: (value) =>
    typeof value === "number" && value === (value | 0) ? value : small("Byte", "Short")(value),
  long: whole("Byte", "Short", "Integer", "Long"),
  float: small("Byte", "Short", "Integer", "Long", "Float"),
  double: small("Byte", "Short", "Integer", "Long", "Float", "Double"),
  char: character,
  String: text,
  "String?": (value) => (value === null || typeof value === "string" ? value : undefined),
  CharSequence: text,
  Object: (value) => value ?? null,
  Collection: collection,
  Iterable: collection,
  List: (value) => (nonNull(value) instanceof JavaList ? value : undefined),
  Map: (value) => (nonNull(value) instanceof Map ? value : undefined),
  Boolean: (value) => truth(nonNull(value)),
  Byte: boxed("Byte", toWhole),
  Short: boxed("Short", toWhole),
  Integer: boxed("Integer", toWhole),
  Long: boxed("Long", toWhole),
  BigInteger: boxed("BigInteger", toWhole),
  Float: boxed("Float", toFloating),
  Double: boxed("Double", toFloating),
  BigDecimal: boxed("BigDecimal", (value) => value),
  Character: (value) => character(nonNull(value)),
  "char[]": (value) =>
    value instanceof JavaArray && value.component === "char"
      ? value.items.map((item) => (item as JavaCharacter).text).join("")
      : undefined,
  "byte[]": (value) =>
    value instanceof JavaArray && value.component === "byte" ? value : undefined,
  "Object[]": (value) =>
    value instanceof JavaArray && value.component.includes(".") ? value : undefined,
  Entry: (value) => (value instanceof MapEntry ? value : undefined),
};

function toWhole(value: Value): unknown {
  return isNumber(value) ? toBigInt(value) : undefined;
}

function toFloating(value: Value): unknown {
  return isNumber(value) ? toDouble(value) : undefined;
}
