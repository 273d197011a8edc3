import { isDeepStrictEqual } from "node:util";
import type { CustomProperty, Validator } from "jsonschema";
import { matchesFormat } from "./formats.ts";
import type { SchemaNode } from "./schemaNode.ts";
import { dependsOnUnknown } from "./dependsOnUnknown.ts";

/** Whether an instance is as a keyword of its schema says. */
type Check = (instance: unknown, schema: SchemaNode, validator: Validator) => boolean;

type Names = readonly string[];
type NamesByName = Readonly<Record<string, Names>>;

/** A keyword's error has the keyword as its message; what else there is to say is in the schema. */
const keyword = (name: string, check: Check): CustomProperty =>
  function (this: Validator, instance: unknown, schema) {
    const holds = instance === undefined || check(instance, schema as SchemaNode, this);
    return (holds ? undefined : name) as ReturnType<CustomProperty>;
  };

const ofObject =
  (check: (instance: object, schema: SchemaNode) => boolean): Check =>
  (instance, schema) =>
    instance === null ||
    typeof instance !== "object" ||
    Array.isArray(instance) ||
    check(instance, schema);

const countOf = (instance: object, names: unknown): number =>
  (names as Names).filter((name) => name in instance).length;

/** Keywords that the registry's schemas and cfn-lint's have beyond draft-07's. */
const checks: Record<string, Check> = {
  requiredXor: ofObject((instance, { requiredXor }) => countOf(instance, requiredXor) === 1),
  requiredOr: ofObject((instance, { requiredOr }) => countOf(instance, requiredOr) > 0),
  dependentRequired: ofObject((instance, { dependentRequired }) =>
    Object.entries(dependentRequired as NamesByName).every(
      ([name, others]) => !(name in instance) || countOf(instance, others) === others.length,
    ),
  ),
  dependentExcluded: ofObject((instance, { dependentExcluded }) =>
    Object.entries(dependentExcluded as NamesByName).every(
      ([name, others]) => !(name in instance) || countOf(instance, others) === 0,
    ),
  ),
  // Rules of cfn-lint's have numbers for texts.
  enum: (instance, schema) =>
    (schema["enum"] as readonly unknown[]).some(
      (value) => value === instance || String(value) === String(instance),
    ),
  enumCaseInsensitive: (instance, { enumCaseInsensitive }) =>
    (enumCaseInsensitive as Names).includes(String(instance).toLowerCase()),
  uniqueKeys: (instance, { uniqueKeys }) => {
    if (!Array.isArray(instance)) return true;
    const keys = instance.map((item: Record<string, unknown>) =>
      (uniqueKeys as Names).map((key) => item[key]),
    );
    const named = keys.filter((key) => key.every((part) => part !== undefined));
    return named.every(
      (key, index) => named.findIndex((other) => isDeepStrictEqual(other, key)) === index,
    );
  },
  prefixItems: (instance, { prefixItems }, validator) =>
    !Array.isArray(instance) ||
    (prefixItems as object[]).every(
      (item, index) =>
        instance[index] === undefined || validator.validate(instance[index], item).valid,
    ),
  pattern: (instance, { pattern }) =>
    typeof instance !== "string" || (regularExpression(pattern as string)?.test(instance) ?? true),
  format: (instance, { format }) =>
    typeof instance !== "string" || matchesFormat(format as string, instance),
};

/** Keywords about numbers, which CloudFormation may have as texts. */
const numeric = ["minimum", "maximum", "multipleOf"];

/** Keywords that choose between schemas, which nobody can where a value is unknown. */
const choices = ["anyOf", "oneOf", "not", "if"];

/** Teaches a validator the dialect of the CloudFormation registry, and to leave open what is unknown. */
export function addDialect(validator: Validator): Validator {
  const { attributes } = validator;
  for (const [name, check] of Object.entries(checks)) attributes[name] = keyword(name, check);
  for (const name of numeric) {
    const compare = attributes[name]!;
    attributes[name] = function (this: Validator, instance: unknown, ...rest) {
      const isNumber = typeof instance === "string" && /^-?\d+(?:\.\d+)?$/.test(instance);
      return compare.call(this, isNumber ? Number(instance) : instance, ...rest);
    };
  }
  const validateProperties = attributes["properties"]!;
  attributes["properties"] = function (this: Validator, instance, schema, ...rest) {
    if (instance === null || typeof instance !== "object") return undefined as never;
    // There are a hundred times as many properties as anybody sets.
    const { properties = {} } = schema;
    const set = Object.keys(instance as object).filter((name) => Object.hasOwn(properties, name));
    const own = Object.fromEntries(set.map((name) => [name, properties[name]!]));
    return validateProperties.call(this, instance, { properties: own }, ...rest);
  };
  for (const name of choices) {
    const choose = attributes[name]!;
    attributes[name] = function (this: Validator, instance, ...rest) {
      const [schema] = rest;
      const open =
        instance === undefined || dependsOnUnknown(instance, (schema as SchemaNode)[name]);
      return open ? (undefined as never) : choose.call(this, instance, ...rest);
    };
  }
  return validator;
}

const compiled = new Map<string, RegExp | undefined>();

/**
 * @param pattern - written for Java, Python or JavaScript
 * @returns undefined if JavaScript can't read it
 */
function regularExpression(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  const options = [...pattern.matchAll(/\(\?([is])\)/g)].map(([, flag = ""]) => flag);
  const source = pattern.replaceAll(/\(\?[is]\)/g, "").replaceAll("\\Z", "$");
  // Some patterns are only right with Unicode's properties, and some only without its strictness.
  for (const unicode of ["u", ""]) {
    try {
      return new RegExp(source, [...new Set(options), unicode].join(""));
    } catch {
      // The next one.
    }
  }
  return undefined;
}
