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
    case "method.request.header":
      return ({ request }) => {
        const line = request.headers.get(name.toLowerCase());
        // Mappings are case-sensitive. ("Amazon API Gateway important notes")
        return line?.name === name ? line.values.at(-1) : undefined;
      };
    case "method.request.path":
      return ({ pathParameters }) => pathParameters?.[name];
    case "method.request.querystring":
      return ({ request }) => request.target.query?.single[name];
    default:
      return () => undefined;
  }
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
