import { isObject, parseJson } from "./json.ts";
import { parseDocument } from "yaml";

/** An object in a document. */
export type Node = Readonly<Record<string, unknown>>;

/** One method of one path. */
export interface Operation {
  /** Such as `GET`, or `ANY` for all methods without an operation of their own. */
  readonly method: string;
  /** Such as `/orders/{id}`. */
  readonly path: string;
  /** Path in the resource, such as `body.paths["/orders/{id}"].get`. */
  readonly property: string;
  readonly definition: Node;
}

const methods: Readonly<Record<string, string>> = {
  get: "GET",
  put: "PUT",
  post: "POST",
  delete: "DELETE",
  options: "OPTIONS",
  head: "HEAD",
  patch: "PATCH",
  trace: "TRACE",
  "x-amazon-apigateway-any-method": "ANY",
};

let last: { readonly text: string; readonly document: Node | undefined } | undefined;

/**
 * Reads an OpenAPI document. The last one is cached, because rules read the same one in a row.
 *
 * @param body - JSON, YAML or an object
 * @returns `undefined` if the document is invalid
 */
export function readDocument(body: unknown): Node | undefined {
  if (typeof body !== "string") return isObject(body) ? body : undefined;
  if (last?.text !== body) last = { text: body, document: parse(body) };
  return last.document;
}

/** The operations of a document, with or without an integration. */
export function operationsOf(document: Node): Operation[] {
  return entriesOf(document["paths"]).flatMap(([path, item]) =>
    entriesOf(resolved(document, item)).flatMap(([key, operation]) => {
      const method = methods[key.toLowerCase()];
      const definition = resolved(document, operation);
      if (!method || !isObject(definition)) return [];
      return [{ method, path, property: `body.paths["${path}"].${key}`, definition }];
    }),
  );
}

const integration = "x-amazon-apigateway-integration";

/** Whether an operation has its own integration. */
export const hasIntegration = ({ definition }: Operation): boolean =>
  definition[integration] != null;

/** The integrations of a document's operations. */
export const integrationsOf = (document: Node): Node[] =>
  operationsOf(document)
    .map(({ definition }) => resolved(document, definition[integration]))
    .filter((node): node is Node => isObject(node));

/** Whether API Gateway handles preflight requests of an operation itself. */
export function isPreflight({ method, definition }: Operation, document: Node): boolean {
  const node = resolved(document, definition[integration]);
  return method === "OPTIONS" && isObject(node) && String(node["type"]).toLowerCase() === "mock";
}

/** Security schemes by name, from OpenAPI 2 or 3. */
export function schemesOf(document: Node): ReadonlyMap<string, Node> {
  const components = document["components"];
  const schemes = isObject(components) ? components["securitySchemes"] : undefined;
  const all = [...entriesOf(document["securityDefinitions"]), ...entriesOf(schemes)];
  return new Map(
    all.flatMap(([name, scheme]): [string, Node][] => {
      const definition = resolved(document, scheme);
      return isObject(definition) ? [[name, definition]] : [];
    }),
  );
}

/**
 * Whether a document disables the default endpoint.
 *
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-endpoint-configuration object": in
 * OpenAPI 2 it stands in the document, in OpenAPI 3 in each server.
 */
export function closesDefaultEndpoint(document: Node): boolean {
  const servers = Array.isArray(document["servers"]) ? (document["servers"] as unknown[]) : [];
  return [document, ...servers].some((holder) => {
    const endpoint = isObject(holder)
      ? holder["x-amazon-apigateway-endpoint-configuration"]
      : undefined;
    return isObject(endpoint) && String(endpoint["disableExecuteApiEndpoint"]) === "true";
  });
}

const entriesOf = (value: unknown): [string, unknown][] =>
  isObject(value) ? Object.entries(value) : [];

/** Resolves a reference within the document; returns any other value unchanged. */
function resolved(document: Node, value: unknown): unknown {
  const reference = isObject(value) ? value["$ref"] : undefined;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return value;
  const keys = reference.slice(2).split("/");
  return keys.reduce<unknown>((holder, key) => {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    return isObject(holder) ? holder[name] : undefined;
  }, document);
}

function parse(text: string): Node | undefined {
  const parsed = parseJson(text) ?? parseYaml(text);
  return isObject(parsed) ? parsed : undefined;
}

function parseYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
    return document.errors.length > 0 ? undefined : document.toJS();
  } catch {
    // For example because of recursive aliases.
    return undefined;
  }
}
