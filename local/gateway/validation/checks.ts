import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { compileReference } from "../exchange/template.ts";
import type { OpenApiDocument, Operation, ParameterDefinition } from "../openapi.ts";
import { mediaType } from "../request/mediaTypes.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { Model } from "./compileSchema.ts";
import type { CompileModel } from "./models.ts";

/**
 * Checks a request whose body has been read.
 *
 * @throws GatewayError BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY
 */
export type Validate = (exchange: Exchange) => void;

/** Places of parameters by their names in mappings. API Gateway ignores cookies. */
const places: Readonly<Record<string, string>> = {
  header: "header",
  path: "path",
  query: "querystring",
};

/**
 * Returns the parameters that an operation declares by their names in mappings, such as
 * `method.request.header.X-Tenant`. An operation's declaration overrides its path's.
 *
 * @throws RestApiDefinitionError for a reference to an undefined parameter
 */
export function declaredParameters(
  route: string,
  { parameters: own = [] }: Operation,
  { parameters: shared = [] }: Pick<Operation, "parameters">,
  document: OpenApiDocument,
): Map<string, ParameterDefinition> {
  return new Map(
    [...shared, ...own]
      .map((parameter) => resolve(route, parameter, document))
      .filter((parameter) => places[parameter.in] !== undefined)
      .map((parameter) => [`method.request.${places[parameter.in]!}.${parameter.name}`, parameter]),
  );
}

/**
 * Compiles the check that required parameters are present and not blank; nothing else is checked. (API
 * Gateway Developer Guide, "Request validation for REST APIs in API Gateway")
 *
 * @returns undefined without required parameters
 */
export function compileParameterCheck(
  declared: ReadonlyMap<string, ParameterDefinition>,
): Validate | undefined {
  const required = [...declared]
    .filter(([, parameter]) => parameter.required === true)
    .map(([source, { name }]) => ({ name, source }))
    // The order recorded from AWS: headers, path, query string, each by name.
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
    throw new RestApiDefinitionError(
      route,
      `refers to the undefined parameter "${parameter.$ref}"`,
    );
  }
  return found;
}

/**
 * Compiles the check of a body by the model for its content type; without a model it is not checked. A
 * request without a body counts as `{}`. (API Gateway Developer Guide, "Request validation for REST
 * APIs in API Gateway")
 *
 * Parameters of a content type are ignored, which checks more bodies. (AWS's behavior is unconfirmed.)
 *
 * @returns undefined without models
 */
export function compileBodyCheck(
  route: string,
  requestBody: Operation["requestBody"],
  compileModel: CompileModel,
): Validate | undefined {
  if (requestBody !== undefined && "$ref" in requestBody) {
    throw new RestApiDefinitionError(
      route,
      `refers to the undefined request body "${String(requestBody.$ref)}"`,
    );
  }
  const models = new Map<string, Model>();
  for (const [contentType, { schema }] of Object.entries(requestBody?.content ?? {})) {
    if (schema !== undefined) {
      models.set(mediaType(contentType), compileModel(route, schema));
    }
  }
  if (models.size === 0) {
    return undefined;
  }
  return ({ request, body }) => {
    const contentType = request.headers.last("content-type") ?? "application/json";
    const errors = models.get(mediaType(contentType))?.(parse(body));
    if (errors !== undefined && errors.length > 0) {
      throw invalid(errors);
    }
  };
}

function parse(body: Buffer | undefined): unknown {
  if (body === undefined) {
    return {};
  }
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid(["instance is not JSON"]);
  }
}

const invalid = (errors: readonly string[]): GatewayError =>
  new GatewayError("BAD_REQUEST_BODY", { validationError: `[${errors.join(", ")}]` });
