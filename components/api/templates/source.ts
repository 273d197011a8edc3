/** Where a value comes from. */
export type Source =
  | {
      readonly from: "path" | "query" | "header" | "claim" | "authorizer" | "stageVariable";
      readonly name: string;
    }
  | { readonly from: "body" | "json"; readonly path: string }
  | { readonly from: "requestId" | "time" | "sourceIp" }
  | { readonly from: "text"; readonly text: string };

/**
 * Sources of values in what a service is sent, or in what the caller gets back. A value that the
 * request lacks is an empty text; guard against it with the route's validation.
 */
export const from = {
  /** A value of the JSON body by its JSONPath, as text; without one the whole body as it was sent. */
  body: (path = ""): Source => ({ from: "body", path }),
  /** A part of the JSON body as the JSON that it is; "$" is all of it. In fields that are texts it is JSON text. */
  json: (path = "$"): Source => ({ from: "json", path }),
  /** A parameter of the path, percent-encoded as the client sent it. */
  path: (name: string): Source => ({ from: "path", name }),
  /** A query parameter, decoded; its last value if there are several. */
  query: (name: string): Source => ({ from: "query", name }),
  /** A request header, spelt like this or in lower case as HTTP/2 clients do. */
  header: (name: string): Source => ({ from: "header", name }),
  /** A claim of the caller's token, such as "sub". */
  claim: (name: string): Source => ({ from: "claim", name }),
  /** What a Lambda authorizer passes on: a key of its `context`, or "principalId". */
  authorizer: (name: string): Source => ({ from: "authorizer", name }),
  stageVariable: (name: string): Source => ({ from: "stageVariable", name }),
  /** The request's id: different for each request, so also a good random partition key. */
  requestId: (): Source => ({ from: "requestId" }),
  /** When the request came in, in milliseconds since 1970. */
  time: (): Source => ({ from: "time" }),
  sourceIp: (): Source => ({ from: "sourceIp" }),
  /** A text that is always the same. */
  text: (text: string): Source => ({ from: "text", text }),
};

/** What each kind of source has besides its kind. */
const fields: Readonly<Record<Source["from"], "name" | "path" | "text" | undefined>> = {
  path: "name",
  query: "name",
  header: "name",
  claim: "name",
  authorizer: "name",
  stageVariable: "name",
  body: "path",
  json: "path",
  requestId: undefined,
  time: undefined,
  sourceIp: undefined,
  text: "text",
};

/** Tells a source from an object of one's own that has a field `from`. */
export function isSource(value: unknown): value is Source {
  if (typeof value !== "object" || value === null) return false;
  const { from: kind, ...rest } = value as Record<string, unknown>;
  if (typeof kind !== "string" || !Object.hasOwn(fields, kind)) return false;
  const field = fields[kind as Source["from"]];
  const keys = Object.keys(rest);
  return field === undefined
    ? keys.length === 0
    : keys.length === 1 && typeof rest[field] === "string";
}

/** Every source within a value, however deep. */
export function sourcesOf(value: unknown): Source[] {
  if (isSource(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(sourcesOf) : [];
}

/** Whether a source reads the request's body. */
export const readsBody = (source: Source): boolean =>
  source.from === "body" || source.from === "json";

/**
 * The Velocity expression of a source's value. Path, query and header are read from their own maps:
 * `$input.params("x")` would let a caller's query parameter stand for a header.
 *
 * Source: API Gateway Developer Guide, "Mapping template transformations for REST APIs in API
 * Gateway" (variables).
 */
export function reference(source: Source): string {
  switch (source.from) {
    case "body":
      return source.path === "" ? "$input.body" : `$input.path(${quoted(source.path)})`;
    case "json":
      return `$input.json(${quoted(source.path)})`;
    case "path":
      return `$input.params().get('path').get(${quoted(source.name)})`;
    case "query":
      return `$input.params().get('querystring').get(${quoted(source.name)})`;
    case "header":
      return `$input.params().get('header').get(${quoted(source.name)})`;
    case "claim":
      return `$context.authorizer.claims[${quoted(source.name)}]`;
    case "authorizer":
      return `$context.authorizer[${quoted(source.name)}]`;
    case "stageVariable":
      return `$stageVariables[${quoted(source.name)}]`;
    case "requestId":
      return "$context.requestId";
    case "time":
      return "$context.requestTimeEpoch";
    case "sourceIp":
      return "$context.identity.sourceIp";
    case "text":
      return literal(source.text);
  }
}

/** Velocity's quoted texts know no escape for their own quote. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** A name or path in single quotes, in which Velocity reads no variables. */
function quoted(text: string): string {
  if (/['\\\n\r]/.test(text)) {
    throw new SourceError(`${JSON.stringify(text)} has a quote, a backslash or a line break in it`);
  }
  return `'${text}'`;
}

const literals = {
  $: { reference: "${dollar}", setup: "#set($dollar = '$')" },
  "#": { reference: "${hash}", setup: "#set($hash = '#')" },
  // Before a variable it would escape that.
  "\\": { reference: "${backslash}", setup: "#set($backslash = $util.urlDecode('%5C'))" },
};

/** A fixed text as template text: what Velocity would read as its own comes from variables. */
export const literal = (text: string): string =>
  text.replaceAll(
    /[$#]|\\(?=\\*[$#])/g,
    (sign) => literals[sign as keyof typeof literals].reference,
  );

/** Sets what `literal` stands on, where a template has something of it. */
export const withLiterals = (text: string): string =>
  Object.values(literals)
    .filter(({ reference }) => text.includes(reference))
    .map(({ setup }) => setup)
    .join("") + text;
