import { contextVariable, type Reader } from "./contextVariables.ts";
import type { Exchange } from "./exchange.ts";

/** A text with its variables filled in from an exchange. */
export type Template = (exchange: Exchange) => string;

/** Formats a variable's value; `reference` is its name without the `$`. */
export type ValueFormat = (value: string | number | undefined, reference: string) => string;

const references =
  /\$((?:context|stageVariables)(?:\.\w+)+(?:\['[^']*'\])?|method\.request\.(?:header|path|querystring)\.[\w-]+)/;

/**
 * Compiles a text with plain variables (no template language): access-log formats and gateway
 * responses. (API Gateway Developer Guide, "Gateway responses in API Gateway")
 */
export function compileTemplate(text: string, format: ValueFormat): Template {
  // Splitting by a pattern with one group alternates text and reference.
  const parts = text.split(references).map((part, index): Template => {
    if (index % 2 === 0) {
      return () => part;
    }
    const read = compileReference(part);
    return (exchange) => format(read(exchange), part);
  });
  return (exchange) => {
    let result = "";
    for (const part of parts) {
      result += part(exchange);
    }
    return result;
  };
}

/** @param reference - without `$`, such as `context.requestId` or `method.request.header.Origin` */
export function compileReference(reference: string): Reader {
  const [, source = "", name = ""] =
    /^(context|stageVariables|method\.request\.\w+)\.(.+)$/.exec(reference) ?? [];
  switch (source) {
    case "context":
      return contextVariable(name);
    case "stageVariables":
      return ({ served }) => served.model.stage.variables[name];
    case "method.request.path":
      return ({ pathParameters }) => pathParameters?.[name];
    case "method.request.header":
    case "method.request.querystring": {
      const read = compileValues(reference);
      return (exchange) => read(exchange)?.at(-1);
    }
    default:
      return () => undefined;
  }
}

/**
 * Reads all values of a header or query parameter, with or without `multivalue`; undefined if it is
 * missing, or for other references. Mappings are case-sensitive. ("Amazon API Gateway important notes")
 *
 * @param anyCase - true to ignore the case of a header's name
 */
export function compileValues(
  reference: string,
  { anyCase = false } = {},
): (exchange: Exchange) => readonly string[] | undefined {
  const [, place, name = ""] =
    /^method\.request\.(?:multivalue)?(header|querystring)\.(.+)$/.exec(reference) ?? [];
  if (place === "querystring") return ({ request }) => request.target.query?.multi[name];
  if (place === undefined) return () => undefined;
  const lowerCase = name.toLowerCase();
  return ({ request }) => {
    const line = request.headers.get(lowerCase);
    return anyCase || line?.name === name ? line?.values : undefined;
  };
}

const stageVariable = /\$\{stageVariables\.(\w+)\}/g;

/**
 * Replaces stage variables in an ARN or URI; missing ones are empty. (API Gateway Developer Guide,
 * "Amazon API Gateway stage variables reference")
 */
export function resolveStageVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  return text.replace(stageVariable, (_, name: string) => variables[name] ?? "");
}
