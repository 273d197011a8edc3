import { describeFormat } from "./formats.ts";
import { pulumiName, pulumiNames } from "./pulumiNames.ts";
import { member, type Step } from "./paths.ts";
import type { SchemaNode } from "./schemaNode.ts";
import type { Document, Origin } from "./translate.ts";
import { isUnknown } from "./unknown.ts";

/** What is wrong with a property. */
export interface Finding {
  /** Pulumi's path. */
  readonly property: string;
  /** Continues a sentence that begins with the property. */
  readonly reason: string;
}

/** What a validator says. */
export interface SchemaError {
  readonly keyword: string;
  readonly argument: unknown;
  /** That has the keyword. */
  readonly schema: SchemaNode;
  readonly instance: unknown;
  readonly path: readonly Step[];
  readonly origin: Origin;
}

type Names = readonly string[];
type NamesByName = Readonly<Record<string, Names>>;

/** A validator's error in the words of the inputs; none if it is about what Pulumi itself sees to. */
export function reasons(error: SchemaError, document: Document): Finding[] {
  const { keyword, schema, argument } = error;
  const about = (names: Names) => names.flatMap((name) => pulumiNames(name, error, document));
  switch (keyword) {
    case "required":
      return missing(about([String(argument)]), "is required");
    case "requiredOr":
      return missing(about(schema["requiredOr"] as Names), "is required");
    case "requiredXor":
      return oneOf(schema["requiredXor"] as Names, error, document);
    case "dependentRequired":
      return dependents(schema["dependentRequired"] as NamesByName, error, document, "required");
    case "dependentExcluded":
      return dependents(schema["dependentExcluded"] as NamesByName, error, document, "excluded");
    case "anyOf":
    case "oneOf":
      return choice(schema[keyword] as readonly SchemaNode[], error, document);
    case "additionalProperties": {
      const property = member(nameOf(error, document), String(argument));
      return [{ property, reason: "is not a name that AWS takes here" }];
    }
    default: {
      const property = nameOf(error, document);
      return [{ property, reason: rule(error) + shown(property, error.instance) }];
    }
  }
}

/** Pulumi's name for the place that the error is about. */
function nameOf(error: SchemaError, document: Document): string {
  const { origin } = error;
  const last = origin.inside.at(-1);
  return last === undefined
    ? origin.property
    : pulumiName(String(last), { ...origin, inside: origin.inside.slice(0, -1) }, document);
}

function missing([first, ...others]: Names, reason: string): Finding[] {
  if (first === undefined) return [];
  const or = others.length === 0 ? "" : `or ${others.join(" or ")} `;
  return [{ property: first, reason: or + reason }];
}

function oneOf(names: Names, error: SchemaError, document: Document): Finding[] {
  const set = names.filter((name) => name in (error.instance as object));
  const about = (of: Names) => of.flatMap((name) => pulumiNames(name, error, document));
  const [first, second] = about(set);
  if (first === undefined) return missing(about(names), "is required");
  if (second === undefined) return [];
  return [{ property: second, reason: `can't be set together with ${first}` }];
}

function dependents(
  rules: NamesByName,
  error: SchemaError,
  document: Document,
  kind: "required" | "excluded",
): Finding[] {
  const instance = error.instance as Record<string, unknown>;
  const about = (name: string) => pulumiNames(name, error, document);
  return Object.entries(rules).flatMap(([name, others]) => {
    if (!(name in instance)) return [];
    const broken = others.filter((other) => other in instance === (kind === "excluded"));
    const [first = name] = about(name);
    const reason =
      kind === "excluded" ? `can't be set together with ${first}` : `is required with ${first}`;
    return broken
      .flatMap((other) => about(other).slice(0, 1))
      .map((property) => ({ property, reason }));
  });
}

function choice(
  branches: readonly SchemaNode[],
  error: SchemaError,
  document: Document,
): Finding[] {
  const properties = [
    ...new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {}))),
  ];
  const names = properties.flatMap((name) => pulumiNames(name, error, document));
  const required = branches.flatMap((branch) => (branch["required"] as Names | undefined) ?? []);
  if (names.length > 0 && error.instance !== null && typeof error.instance === "object") {
    const instance = error.instance as Record<string, unknown>;
    const values = properties.map(
      (name, index) => `${names[index]} ${JSON.stringify(instance[name])}`,
    );
    const reason = `is not in a combination that AWS takes: ${values.join(", ")}`;
    return [{ property: names[0]!, reason }];
  }
  if (required.length > 0) {
    return missing(
      required.flatMap((name) => pulumiNames(name, error, document)),
      "is required",
    );
  }
  const property = nameOf(error, document);
  const forms = branches.flatMap(({ format }) => (format && describeFormat(format)) ?? []);
  const reason = forms.length > 0 ? `must be ${forms.join(", or ")}` : "is not what AWS takes here";
  return [{ property, reason: reason + shown(property, error.instance) }];
}

/** Limits with their other ends. */
function range(schema: SchemaNode, least: string, most: string, noun: string): string {
  const [from, to] = [schema[least], schema[most]];
  const amount =
    from === undefined
      ? `at most ${to}`
      : to === undefined
        ? `at least ${from}`
        : `${from} to ${to}`;
  return noun === "" ? `must be ${amount}` : `must have ${amount} ${noun}`;
}

/** Values that are listed, at most. */
const listedValues = 24;

function list(values: readonly unknown[]): string {
  const listed = values.slice(0, listedValues).map((value) => JSON.stringify(value));
  const more = values.length > listedValues ? ` or ${values.length - listedValues} others` : "";
  return listed.join(", ") + more;
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "an object",
  string: "a text",
};

function rule({ keyword, schema }: SchemaError): string {
  switch (keyword) {
    case "type": {
      const types = [schema.type ?? []].flat();
      if (types.length === 0) return "can't be set here";
      return `must be ${types.map((type) => typeNames[type] ?? type).join(" or ")}`;
    }
    case "enum":
    case "enumCaseInsensitive":
      return `must be one of ${list(schema[keyword] as readonly unknown[])}`;
    case "const":
      return `must be ${JSON.stringify(schema["const"])}`;
    case "minimum":
    case "maximum":
      return range(schema, "minimum", "maximum", "");
    case "minLength":
    case "maxLength":
      return range(schema, "minLength", "maxLength", "characters");
    case "minItems":
    case "maxItems":
      return range(schema, "minItems", "maxItems", "items");
    case "minProperties":
    case "maxProperties":
      return range(schema, "minProperties", "maxProperties", "properties");
    case "pattern":
      return `must match ${String(schema["pattern"])}`;
    case "format":
      return `must be ${describeFormat(schema.format!) ?? schema.format}`;
    case "uniqueItems":
    case "uniqueKeys":
      return "must not have the same item twice";
    case "multipleOf":
      return `must be a multiple of ${String(schema["multipleOf"])}`;
    case "contains":
      return "does not have an item that AWS requires";
    default:
      return "is not what AWS takes here";
  }
}

/** Characters of a value that are shown. */
const shownCharacters = 80;

/** What it is, unless it is a secret. */
function shown(property: string, instance: unknown): string {
  if (isUnknown(instance) || /password|secret|privatekey/i.test(property)) return "";
  const text = JSON.stringify(instance) ?? "nothing";
  const start = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
  const length =
    typeof instance === "string" && start !== text ? ` (${instance.length} characters)` : "";
  return `; it is ${start}${length}`;
}
