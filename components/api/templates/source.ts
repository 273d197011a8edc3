/** Origin of a value. */
export type Source =
  | {
      readonly from: "path" | "query" | "header" | "claim" | "authorizer" | "stageVariable";
      readonly name: string;
    }
  | { readonly from: "body" | "json"; readonly path: string }
  | { readonly from: "requestId" | "time" | "sourceIp" }
  | { readonly from: "text"; readonly text: string };

/**
 * Sources of values in a request to a service, or in a response to the caller. A value that the request
 * lacks is an empty string; use the route's `validate` to require it.
 */
export const from = {
  /** A value of the JSON body by its JSONPath, as a string; without a path, the whole body as sent. */
  body: (path = ""): Source => ({ from: "body", path }),
  /** A part of the JSON body as JSON; "$" is the whole body. In a string field it is JSON as a string. */
  json: (path = "$"): Source => ({ from: "json", path }),
  /** A parameter of the path, percent-encoded as the client sent it. */
  path: (name: string): Source => ({ from: "path", name }),
  /** A query parameter, decoded; its last value if there are several. */
  query: (name: string): Source => ({ from: "query", name }),
  /** A request header in this spelling or in lower case, as HTTP/2 clients send it. */
  header: (name: string): Source => ({ from: "header", name }),
  /** A claim of the caller's token, such as "sub". */
  claim: (name: string): Source => ({ from: "claim", name }),
  /** A value of a Lambda authorizer's response: a key of its `context`, or "principalId". */
  authorizer: (name: string): Source => ({ from: "authorizer", name }),
  stageVariable: (name: string): Source => ({ from: "stageVariable", name }),
  /** The request's id. It differs for each request, so it can be a random partition key. */
  requestId: (): Source => ({ from: "requestId" }),
  /** Time of the request in milliseconds since 1970. */
  time: (): Source => ({ from: "time" }),
  sourceIp: (): Source => ({ from: "sourceIp" }),
  /** A fixed text. */
  text: (text: string): Source => ({ from: "text", text }),
};

/** The second field of each kind of source. */
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

/** Tells a source from another object with a field `from`. */
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

/** Every source within a value, at any depth. */
export function sourcesOf(value: unknown): Source[] {
  if (isSource(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(sourcesOf) : [];
}

/** Tells sources that read the request's body. */
export const readsBody = (source: Source): boolean =>
  source.from === "body" || source.from === "json";

/**
 * The Velocity expression of a source's value. Path, query and header parameters are read from separate
 * maps: with `$input.params("x")`, a caller's query parameter could replace a header.
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

/** A source's name or path can't be written in Velocity, whose quoted texts have no escapes. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** A name or path in single quotes, in which Velocity reads no variables. */
function quoted(text: string): string {
  if (!/^[^'\\\n\r]+$/.test(text)) {
    const problem = "is empty, or has a quote, a backslash or a line break";
    throw new SourceError(`the name or path ${JSON.stringify(text)} of a source ${problem}`);
  }
  return `'${text}'`;
}

const literals = {
  $: { reference: "${dollar}", setup: "#set($dollar = '$')" },
  "#": { reference: "${hash}", setup: "#set($hash = '#')" },
  // A backslash before a variable would escape it.
  "\\": { reference: "${backslash}", setup: "#set($backslash = $util.urlDecode('%5C'))" },
};

/** A fixed text in a template: variables replace the characters that Velocity would interpret. */
export const literal = (text: string): string =>
  text.replaceAll(
    /[$#]|\\(?=\\*[$#])/g,
    (sign) => literals[sign as keyof typeof literals].reference,
  );

/** Adds the definitions of the variables that `literal` has put into a template. */
export const withLiterals = (text: string): string =>
  Object.values(literals)
    .filter(({ reference }) => text.includes(reference))
    .map(({ setup }) => setup)
    .join("") + text;
