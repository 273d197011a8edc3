import { RestApiDefinitionError } from "../errors.ts";
import { isKeptBack } from "../exchange/eventHeaders.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { compileReference, compileValues } from "../exchange/template.ts";
import { staticValue } from "../response/definition.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { compileBodyPath, isReadable } from "../velocity/index.ts";

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
  if (expression === "method.request.body") return ({ body }) => bodyText(body);
  if (expression.startsWith("method.request.body.")) {
    const readBody = compileBodyPath(expression.slice("method.request.body.".length));
    return ({ body }) => readBody(bodyText(body));
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

/**
 * Reads a body for mappings. A missing one is `{}`, and an object without an end is refused. (LocalStack tried this on
 * AWS: test_parameters_mapping)
 *
 * @throws GatewayError 400
 */
function bodyText(body: Buffer | undefined): string {
  if (body === undefined || body.length === 0) return "{}";
  const text = body.toString();
  if (/^\s*\{/.test(text) && !isReadable(text)) {
    throw new GatewayError("BAD_REQUEST_BODY", { message: "Invalid JSON in request body" });
  }
  return text;
}
