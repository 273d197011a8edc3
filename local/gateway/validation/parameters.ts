import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayError } from "../gatewayError.ts";
import type { OpenApiDocument, ParameterDefinition } from "../openapi.ts";
import { compileReference } from "../template.ts";
import type { Validate } from "./index.ts";

/** Where parameters are, as mappings name it. Cookies are no parameters to API Gateway. */
const places: Readonly<Record<string, string>> = {
  header: "header",
  path: "path",
  query: "querystring",
};

/**
 * Required parameters have to be there and not blank; nothing else of them is checked. (API Gateway
 * Developer Guide, "Request validation for REST APIs in API Gateway")
 *
 * @returns undefined when none is required
 */
export function compileParameterCheck(
  route: string,
  parameters: readonly (ParameterDefinition | { readonly $ref: string })[],
  document: OpenApiDocument,
): Validate | undefined {
  // An operation's own declaration of a parameter replaces the path's.
  const declared = new Map(
    parameters
      .map((parameter) => resolve(route, parameter, document))
      .filter((parameter) => places[parameter.in] !== undefined)
      .map((parameter) => [`method.request.${places[parameter.in]!}.${parameter.name}`, parameter]),
  );
  const required = [...declared]
    .filter(([, parameter]) => parameter.required === true)
    .map(([source, { name }]) => ({ name, source }))
    // As recorded from AWS: headers, path, query string, each by name.
    .sort((a, b) => (a.source < b.source ? -1 : 1))
    .map(({ name, source }) => ({ name, read: compileReference(source) }));
  if (required.length === 0) {
    return undefined;
  }
  const isMissing = (exchange: Exchange, read: (typeof required)[number]["read"]): boolean => {
    const value = read(exchange);
    return value === undefined || String(value).trim() === "";
  };
  return (exchange) => {
    const missing = required.filter(({ read }) => isMissing(exchange, read));
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(", ");
      const message = `Missing required request parameters: [${names}]`;
      throw new GatewayError("BAD_REQUEST_PARAMETERS", { message, validationError: message });
    }
  };
}

function resolve(
  route: string,
  parameter: ParameterDefinition | { readonly $ref: string },
  document: OpenApiDocument,
): ParameterDefinition {
  if (!("$ref" in parameter)) {
    return parameter;
  }
  const name = /^#\/components\/parameters\/([^/]+)$/.exec(parameter.$ref)?.[1] ?? "";
  const found = document.components?.parameters?.[name];
  if (found === undefined) {
    throw new RestApiDefinitionError(route, `there is no parameter "${parameter.$ref}"`);
  }
  return found;
}
