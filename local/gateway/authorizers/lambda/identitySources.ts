import { contextVariable } from "../../exchange/contextVariables.ts";
import { RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange/exchange.ts";

/** Reads all values of one identity source from a request; empty if it is missing. */
type IdentitySource = (exchange: Exchange) => readonly string[];

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

function compileSource(name: string, text: string): IdentitySource {
  const [, kind, key = ""] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(
      text,
    ) ?? [];
  switch (kind) {
    case "method.request.header": {
      const header = key.toLowerCase();
      return ({ request }) => request.headers.values(header);
    }
    case "method.request.querystring":
      return ({ request }) => request.target.query?.multi[key] ?? [];
    case "stageVariables":
      return ({ served }) => [served.model.stage.variables[key] ?? ""];
    case "context": {
      const read = contextVariable(key);
      return (exchange) => [String(read(exchange) ?? "")];
    }
    default:
      throw new RestApiDefinitionError(
        `authorizer "${name}"`,
        `"${text}" is not a valid identity source`,
      );
  }
}
