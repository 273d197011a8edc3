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
    return ({ headers }) => {
      const values = headers.get(name.toLowerCase());
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
