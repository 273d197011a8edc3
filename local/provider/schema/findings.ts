import { unknownValue } from "../../../project/signatures.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Violation } from "./evaluate.ts";
import { describeFormat } from "./formats.ts";
import type { Mapping, Target } from "./mapping.ts";
import type { SchemaNode } from "./schemaNode.ts";
import type { Document, Origin } from "./translation.ts";
import { isUnknown } from "./unknown.ts";
import { member, pathKey, type Step, withoutIndices } from "./values.ts";
import { ruleOf, shown } from "./wording.ts";

/** Checks a document against its schema and the additional rules of its mapping. */
export function validate(catalogue: Catalogue, document: Document): InputFailure[] {
  const schema = wholeSchema(catalogue, document.mapping);
  return catalogue.store
    .validate(document.value, schema)
    .flatMap((violation) =>
      reasons({ ...violation, origin: originOf(document, violation.path) }, document),
    );
}

/** The nearest recorded origin, and the rest of the path. */
function originOf({ origins, property, mapping }: Document, path: readonly Step[]): Origin {
  if (mapping.verbatim) return { property: path.reduce<string>(member, property), inside: [] };
  for (let length = path.length; length >= 0; length--) {
    const origin = origins.get(pathKey(path.slice(0, length)));
    if (origin) return { ...origin, inside: [...origin.inside, ...path.slice(length)] };
  }
  return { property, inside: path };
}

const wholeSchemas = new WeakMap<Catalogue, Map<Mapping, SchemaNode>>();

/** The mapping's schema combined with its additional rules. */
function wholeSchema(catalogue: Catalogue, mapping: Mapping): SchemaNode {
  const known = wholeSchemas.get(catalogue) ?? new Map<Mapping, SchemaNode>();
  wholeSchemas.set(catalogue, known);
  const before = known.get(mapping);
  if (before) return before;
  const refer = (name: string): SchemaNode => ({ $ref: catalogue.reference(name)! });
  const rules = Object.entries(mapping.rules ?? {}).flatMap(([path, names]) =>
    names.map((name) => nest(path.split(".").filter(Boolean), refer(`extensions/${name}`))),
  );
  const own = refer(mapping.schema);
  const schema = rules.length === 0 ? own : { allOf: [own, ...rules] };
  known.set(mapping, schema);
  return schema;
}

/** Applies a schema to the values at a path. */
function nest([first, ...rest]: readonly string[], schema: SchemaNode): SchemaNode {
  if (first === undefined) return schema;
  const inner = nest(rest, schema);
  return first === "*" ? { items: inner } : { properties: { [first]: inner } };
}

/** An input that AWS would refuse. */
export interface InputFailure {
  /** Pulumi's path, such as `passwordPolicy.minimumLength` or `ingresses[0].protocol`. */
  readonly property: string;
  /** Continues a sentence that begins with the property, such as `must be 6 to 99; it is 5`. */
  readonly reason: string;
}

/** A violation with the input that its value comes from. */
interface SchemaError extends Violation {
  readonly origin: Origin;
}

type Names = readonly string[];
type Values = Readonly<Record<string, unknown>>;
type NamesByName = Readonly<Record<string, Names>>;

/** Describes a violation in terms of the inputs; empty if Pulumi's provider fills in the property. */
function reasons(error: SchemaError, document: Document): InputFailure[] {
  const { keyword, schema, argument } = error;
  const about = (names: Names) => names.flatMap((name) => namesOf(name, error, document));
  switch (keyword) {
    case "required":
      return missing(about([String(argument)]), "is required");
    case "requiredOr":
      return missing(about(schema["requiredOr"] as Names), "is required");
    case "requiredXor":
      return oneOf(schema["requiredXor"] as Names, error, document);
    case "dependentRequired":
      return dependents(schema["dependentRequired"] as NamesByName, true, error, document);
    case "dependentExcluded":
      return dependents(schema["dependentExcluded"] as NamesByName, false, error, document);
    case "anyOf":
    case "oneOf":
      return choice(schema[keyword] as readonly SchemaNode[], error, document);
    case "additionalProperties": {
      const property = member(nameOf(error, document), String(argument));
      return [{ property, reason: "is not a property that AWS accepts here" }];
    }
    default: {
      const property = nameOf(error, document);
      return [{ property, reason: ruleOf(keyword, schema) + shown(property, error.instance) }];
    }
  }
}

/** Pulumi's properties for one of CloudFormation's in the object. */
const namesOf = (name: string, { path, origin }: SchemaError, document: Document): string[] =>
  pulumiNames(name, path, origin, document);

/** Pulumi's property that has the violation. */
function nameOf({ origin, path }: SchemaError, document: Document): string {
  const last = origin.inside.at(-1);
  if (last === undefined) return origin.property;
  const object = { ...origin, inside: origin.inside.slice(0, -1) };
  const [name = origin.property] = pulumiNames(String(last), path.slice(0, -1), object, document);
  return name;
}

function missing([first, ...others]: Names, reason: string): InputFailure[] {
  if (first === undefined) return [];
  const or = others.length === 0 ? "" : `or ${others.join(" or ")} `;
  return [{ property: first, reason: or + reason }];
}

/** Names that are set to known values. */
const setIn = (instance: unknown, names: Names): Names =>
  names.filter((name) => !isUnknown((instance as Values)[name] ?? unknownValue));

function oneOf(names: Names, error: SchemaError, document: Document): InputFailure[] {
  const about = (of: Names) => of.flatMap((name) => namesOf(name, error, document).slice(0, 1));
  const isNone = names.every((name) => !(name in (error.instance as Values)));
  if (isNone) return missing(about(names), "is required");
  const [first, second] = about(setIn(error.instance, names));
  if (second === undefined) return [];
  return [{ property: second, reason: `can't be set together with ${first}` }];
}

/** Properties that require other properties, or exclude them. */
function dependents(
  rules: NamesByName,
  isRequirement: boolean,
  error: SchemaError,
  document: Document,
): InputFailure[] {
  const instance = error.instance as Values;
  const about = (of: Names) => of.flatMap((name) => namesOf(name, error, document).slice(0, 1));
  const names = setIn(instance, Object.keys(rules));
  return names.flatMap((name, index) => {
    // Reports a pair that excludes each other only once.
    const reported = names
      .slice(0, index)
      .filter((other) => !isRequirement && rules[other]!.includes(name));
    const others = rules[name]!.filter((other) => !reported.includes(other));
    const broken = isRequirement
      ? others.filter((other) => !(other in instance))
      : setIn(instance, others);
    const [first = name] = about([name]);
    const reason = isRequirement
      ? `is required with ${first}`
      : `can't be set together with ${first}`;
    return about(broken).map((property) => ({ property, reason }));
  });
}

function choice(
  branches: readonly SchemaNode[],
  error: SchemaError,
  document: Document,
): InputFailure[] {
  const about = (of: Names) => of.flatMap((name) => namesOf(name, error, document));
  const combined = new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {})));
  const [first, ...others] = about([...combined]);
  if (first !== undefined) {
    const instance = error.instance as Values;
    const values = [...combined].map((name) => JSON.stringify(instance[name]));
    const all = [first, ...others].join(", ");
    return [
      {
        property: first,
        reason: `is not a combination that AWS accepts: ${all} are ${values.join(", ")}`,
      },
    ];
  }
  const required = branches.flatMap((branch) => (branch["required"] as Names | undefined) ?? []);
  if (required.length > 0) return missing(about(required), "is required");
  const property = nameOf(error, document);
  const forms = branches.flatMap(({ format }) => (format && describeFormat(format)) ?? []);
  const rule =
    forms.length > 0 ? `must be ${forms.join(", or ")}` : "is not a value that AWS accepts here";
  return [{ property, reason: rule + shown(property, error.instance) }];
}

/**
 * Pulumi's properties that are translated to one of CloudFormation's. Empty if Pulumi's provider
 * fills it in.
 *
 * @param name - CloudFormation's name
 * @param path - path in the document of the object that has or lacks it
 * @param origin - of that object
 */
function pulumiNames(
  name: string,
  path: readonly Step[],
  origin: Origin,
  { mapping, property }: Document,
): string[] {
  if (mapping.optional?.includes(withoutIndices([...path, name]))) return [];
  if (mapping.verbatim) return [member(origin.property, name)];
  const wanted = withoutIndices([...origin.inside, name]);
  const object = keyOf(origin.property.slice(property.length));
  const own = ownNames(mapping, object);
  const exact = own.filter(([, target]) => pathOf(target) === wanted);
  const within = own.filter(([, target]) => pathOf(target).startsWith(`${wanted}.`));
  const found = exact.length > 0 ? exact : within;
  const names = found.length > 0 ? found.map(([of]) => of) : [camelCase(name)];
  return names.map((of) => member(origin.property, of));
}

/** A path without indices. */
const keyOf = (path: string): string => path.replace(/^\./, "").replaceAll(/\[[^\]]*\]/g, "");

/** Names of an object's members, including those of objects that CloudFormation does not have. */
function ownNames({ names = {} }: Mapping, object: string): [name: string, target: Target][] {
  const prefix = object === "" ? "" : `${object}.`;
  return Object.entries(names).flatMap(([path, target]): [string, Target][] => {
    if (target === "." || !path.startsWith(prefix)) return [];
    const containers = path.split(".").map((_, index, steps) => steps.slice(0, index).join("."));
    const between = containers.filter((container) => container.length > object.length);
    const isOwn = between.every((container) => names[container] === ".");
    return isOwn ? [[path.slice(prefix.length), target]] : [];
  });
}

/** A target's path without indices. */
const pathOf = (target: Target): string =>
  (typeof target === "string" ? target : target.to).replaceAll(/\.\d+(?=\.|$)/g, "");

/** CloudFormation's `DBName` is `dbName` to Pulumi. */
const camelCase = (name: string): string =>
  name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
