import { RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { compileReference, compileValues } from "../../exchange/template.ts";

/**
 * Reads the values that identify a caller, in the order of the sources; undefined if one is missing or
 * empty.
 */
type ReadIdentity = (exchange: Exchange) => readonly (readonly string[])[] | undefined;

/**
 * Compiles an `identitySource`, such as `method.request.header.Auth, context.identity.sourceIp`.
 * (API Gateway API Reference, "CreateAuthorizer")
 *
 * @throws RestApiDefinitionError for an unknown source
 */
export function compileIdentitySources(name: string, text: string): ReadIdentity {
  const sources = text
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "")
    .map((source) => compileSource(name, source));
  return (exchange) => {
    const identity = sources.map((read) => read(exchange));
    const complete = identity.every((values) => values.some((value) => value !== ""));
    return complete ? identity : undefined;
  };
}

/** Compiles one source; its values are empty if it is missing. */
function compileSource(name: string, source: string): (exchange: Exchange) => readonly string[] {
  if (/^method\.request\.(?:header|querystring)\../.test(source)) {
    const read = compileValues(source, { anyCase: true });
    return (exchange) => read(exchange) ?? [];
  }
  if (/^(?:stageVariables|context)\../.test(source)) {
    const read = compileReference(source);
    return (exchange) => [String(read(exchange) ?? "")];
  }
  throw new RestApiDefinitionError(
    `authorizer "${name}"`,
    `"${source}" is not a valid identity source`,
  );
}
