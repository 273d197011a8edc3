import type { Operation } from "../gateway/openapi.ts";
import type { BodyInfo, ParameterInfo } from "./routeInfo.ts";
import { exampleOf, follow, withoutReferences } from "./schemas.ts";

/** An operation with what OpenAPI says about it, and API Gateway ignores. */
export interface Described extends Pick<Operation, "parameters"> {
  readonly summary?: string;
  readonly description?: string;
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content?: Readonly<Record<string, DescribedValue>>;
  };
}

interface DescribedValue {
  readonly schema?: unknown;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface DescribedParameter extends DescribedValue {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
}

/** A list of parameters, with the document that it refers to. */
interface ParameterList {
  readonly list: readonly unknown[];
  readonly document: unknown;
}

/** Parameters of all lists, each once, and those of the path that no list has. Tokens and keys are not among them. */
export function readParameters(path: string, lists: readonly ParameterList[]): ParameterInfo[] {
  const found = new Map<string, ParameterInfo>();
  for (const { list, document } of lists) {
    for (const each of list) {
      const parameter = readParameter(each, document);
      if (!parameter) continue;
      const key = `${parameter.in} ${parameter.name.toLowerCase()}`;
      if (!found.has(key)) found.set(key, parameter);
    }
  }
  const names = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name!);
  const missing = names.filter((name) => !found.has(`path ${name.toLowerCase()}`));
  return [
    ...missing.map((name) => ({ name, in: "path" as const, required: true, example: "" })),
    ...found.values(),
  ];
}

function readParameter(given: unknown, document: unknown): ParameterInfo | undefined {
  const parameter = follow(given, document) as DescribedParameter | undefined;
  const { name, in: place, required, description, schema } = parameter ?? {};
  if (name === undefined) return undefined;
  if (place !== "path" && place !== "query" && place !== "header") return undefined;
  if (["authorization", "x-api-key"].includes(name.toLowerCase())) return undefined;
  const plain = withoutReferences(schema, document) as object | undefined;
  const own = givenExample(parameter!);
  const example = own ?? (required || place === "path" ? exampleOf(plain) : undefined);
  return {
    name,
    in: place,
    required: required === true || place === "path",
    ...(description !== undefined && { description }),
    ...(plain && { schema: plain }),
    example: example === undefined || example === null ? "" : textOf(example),
  };
}

/** The first body that is described, JSON if there is one. */
export function readBody({ requestBody }: Described, document: unknown): BodyInfo | undefined {
  const { content = {}, required = false } =
    (follow(requestBody, document) as Described["requestBody"]) ?? {};
  const types = Object.keys(content);
  const contentType = types.find((type) => type.includes("json")) ?? types[0];
  if (contentType === undefined) return undefined;
  const value = content[contentType]!;
  const schema = withoutReferences(value.schema, document) as object | undefined;
  const example = givenExample(value) ?? (schema && exampleOf(schema)) ?? "";
  return {
    contentType: contentType === "*/*" ? "application/json" : contentType,
    required,
    ...(schema && { schema }),
    example: typeof example === "string" ? example : JSON.stringify(example, null, 2),
  };
}

const givenExample = ({ example, examples = {} }: DescribedValue): unknown =>
  example ?? Object.values(examples)[0]?.value;

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
