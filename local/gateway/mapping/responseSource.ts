import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { staticValue } from "../response/definition.ts";
import { compileReference } from "../exchange/template.ts";
import { compileBodyPath } from "../velocity/index.ts";
import type { BackendResponse } from "../integrations/integration.ts";

/** Reads a mapped header of a response; undefined if it is missing. */
export type ResponseSource = (response: BackendResponse, exchange: Exchange) => string | undefined;

/**
 * Compiles the right side of a response's header mapping, such as `integration.response.header.ETag`
 * or `'static'`. (API Gateway Developer Guide, "Parameter mapping source reference for REST APIs in
 * API Gateway")
 *
 * @throws RestApiDefinitionError for a source that AWS would not import
 */
export function compileResponseSource(route: string, expression: string): ResponseSource {
  const fixed = staticValue(expression);
  if (fixed !== undefined) return () => fixed;
  const [, multi, name] =
    /^integration\.response\.(multivalue)?header\.(.+)$/.exec(expression) ?? [];
  if (name !== undefined) {
    const lowerCase = name.toLowerCase();
    return ({ headers, headerNames }) => {
      // The case counts. (recorded on AWS)
      const sentName = headerNames?.get(lowerCase) ?? serviceHeaderName(lowerCase);
      const values = sentName === name ? headers.get(lowerCase) : undefined;
      return multi === undefined ? values?.at(-1) : values?.join(",");
    };
  }
  if (expression === "integration.response.body") return ({ body }) => body.toString();
  const [, path] = /^integration\.response\.body\.(.+)$/.exec(expression) ?? [];
  if (path !== undefined) {
    const readBody = compileBodyPath(path);
    return ({ body }) => readBody(body.toString());
  }
  if (/^(?:context|stageVariables)\./.test(expression)) {
    const read = compileReference(expression);
    return (_, exchange) => read(exchange)?.toString();
  }
  throw new RestApiDefinitionError(
    route,
    `"${expression}" is not a valid source of a response header`,
  );
}

/** Spellings of AWS's services; others are lower case after `x-`, or have a capital for each word. */
const serviceHeaderNames: ReadonlyMap<string, string> = new Map(
  [
    "Content-MD5",
    "ETag",
    "WWW-Authenticate",
    "X-Amz-Executed-Version",
    "X-Amz-Function-Error",
    "X-Amz-Log-Result",
    "x-amzn-ErrorType",
    "x-amzn-RequestId",
  ].map((name) => [name.toLowerCase(), name]),
);

function serviceHeaderName(lowerCase: string): string {
  if (!serviceHeaderNames.has(lowerCase) && !lowerCase.startsWith("x-")) {
    return lowerCase.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
  }
  return serviceHeaderNames.get(lowerCase) ?? lowerCase;
}
