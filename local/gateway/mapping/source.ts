import { RestApiDefinitionError } from "../errors.ts";
import { isKeptBack } from "../exchange/eventHeaders.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { compileReference, compileValues } from "../exchange/template.ts";
import { staticValue } from "../response/definition.ts";
import { compileBodyPath } from "../velocity/index.ts";

/** Reads a mapped value of a request; undefined if it is missing. */
export type Source = (exchange: Exchange) => string | undefined;

/**
 * Compiles the right side of a parameter mapping, such as `method.request.querystring.page`,
 * `context.requestId` or `'static'`. (API Gateway Developer Guide, "Parameter mapping source
 * reference for REST APIs in API Gateway")
 *
 * @throws RestApiDefinitionError for a source that AWS would not import
 */
export function compileSource(route: string, expression: string): Source {
  const fixed = staticValue(expression);
  if (fixed !== undefined) return () => fixed;
  const header = /^method\.request\.(?:multivalue)?header\.(.+)$/.exec(expression)?.[1];
  if (header !== undefined && isKeptBack(header)) return () => undefined;
  if (/^method\.request\.multivalue(?:header|querystring)\./.test(expression)) {
    const read = compileValues(expression);
    return (exchange) => read(exchange)?.join(",");
  }
  if (expression === "method.request.body") return ({ body }) => body?.toString();
  if (expression.startsWith("method.request.body.")) {
    const readBody = compileBodyPath(expression.slice("method.request.body.".length));
    return ({ body }) => body && readBody(body.toString());
  }
  if (
    !/^(?:method\.request\.(?:path|querystring|header)|context|stageVariables)\./.test(expression)
  ) {
    throw new RestApiDefinitionError(
      route,
      `"${expression}" is not a valid source of a request parameter`,
    );
  }
  const read = compileReference(expression);
  return (exchange) => read(exchange)?.toString();
}
