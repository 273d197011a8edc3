import { RestApiDefinitionError } from "../errors.ts";
import type { OpenApiDocument } from "../openapi.ts";
import { type BasePathMode, withBasePath } from "./basePath.ts";
import {
  defined,
  isNode,
  listAt,
  mapNode,
  mapNodes,
  type Node,
  nodeAt,
  resolved,
} from "./nodes.ts";
import { parseDocument } from "./parse.ts";
import { readable } from "./shapes.ts";
import { fromSwagger } from "./swagger.ts";

/** What an import is told besides its document. */
export interface Import {
  /** The API's account, region and partition, for `${AWS::…}`. @default they stay as they are */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default "ignore" */
  readonly basePath?: BasePathMode;
}

/**
 * Reads a REST API's document as API Gateway imports it: OpenAPI 3 or Swagger 2.0, in JSON or YAML.
 *
 * @param subject - the API, for errors
 * @returns OpenAPI 3 in one form, which reads the same again
 * @throws RestApiDefinitionError for something else
 */
export function readDocument(
  subject: string,
  text: string,
  { variables = {}, basePath = "ignore" }: Import = {},
): OpenApiDocument {
  const refuse = (problem: string) => new RestApiDefinitionError(subject, problem);
  let parsed: Node;
  try {
    parsed = defined(parseDocument(withVariables(text, variables)));
  } catch (error) {
    throw refuse(`its OpenAPI body can't be read: ${(error as Error).message}`);
  }
  const version = String(parsed["openapi"] ?? parsed["swagger"] ?? "3");
  const isSwagger = parsed["openapi"] === undefined && /^2(?:\.0)?$/.test(version);
  if (!isSwagger && !/^3(?:\.|$)/.test(version)) {
    throw refuse(`its OpenAPI body has the version ${version}; only 2.0 and 3 are imported`);
  }
  return normalized(withBasePath(isSwagger ? fromSwagger(parsed) : parsed, basePath));
}

/** (API Gateway Developer Guide, "AWS variables for OpenAPI import") */
const withVariables = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(AWS::\w+)\}/g, (whole, name: string) => variables[name] ?? whole);

function normalized(document: Node): OpenApiDocument {
  const components = nodeAt(document, "components");
  const paths = nodeAt(document, "paths");
  return {
    ...document,
    ...(document["paths"] !== undefined && {
      paths: Object.fromEntries(
        Object.entries(paths)
          .filter(([path]) => path.startsWith("/"))
          .map(([path, item]) => [withoutSlash(path), readItem(item, document)]),
      ),
    }),
    ...(document["components"] !== undefined && {
      components: {
        ...components,
        securitySchemes: mapNode(nodeAt(components, "securitySchemes"), (scheme) =>
          readScheme(resolved(document, scheme)),
        ),
      },
    }),
  } as OpenApiDocument;
}

/** Recorded in LocalStack's import tests: a resource has no slash at its end. */
const withoutSlash = (path: string): string => path.replace(/(.)\/+$/, "$1");

function readItem(given: unknown, document: Node): unknown {
  const item = resolved(document, given ?? {});
  if (!isNode(item)) return { "x-amazon-apigateway-any-method": readable(item) };
  return mapNode(item, (value, key) => {
    if (key === "parameters") return listAt(item, key).map((each) => resolved(document, each));
    if (!isMethod.test(key)) return value;
    // An operation without a value has no integration, which its route then names.
    const operation = resolved(document, value ?? {});
    return readable(isNode(operation) ? readOperation(operation, document) : operation);
  });
}

const isMethod = /^(delete|get|head|options|patch|post|put|x-amazon-apigateway-any-method)$/;

function readOperation(operation: Node, document: Node): Node {
  const { parameters, requestBody, "x-amazon-apigateway-integration": integration } = operation;
  return defined({
    ...operation,
    parameters:
      parameters && listAt(operation, "parameters").map((each) => resolved(document, each)),
    requestBody: resolved(document, requestBody),
    "x-amazon-apigateway-integration": isNode(integration)
      ? readIntegration(integration)
      : integration,
  });
}

/**
 * Names in one case, and numbers as such. The import drops a mapping whose value is no text, as recorded in LocalStack's test
 * "test_import_rest_api_with_base_path_oas30".
 */
function readIntegration(integration: Node): Node {
  const { httpMethod, timeoutInMillis, requestParameters } = integration;
  return defined({
    ...integration,
    httpMethod: typeof httpMethod === "string" ? httpMethod.toUpperCase() : httpMethod,
    timeoutInMillis: isNumeral(timeoutInMillis) ? Number(timeoutInMillis) : timeoutInMillis,
    requestParameters: isNode(requestParameters)
      ? Object.fromEntries(
          Object.entries(requestParameters).filter(([, value]) => typeof value === "string"),
        )
      : requestParameters,
    responses: isNode(integration["responses"])
      ? mapNodes(integration["responses"], defined)
      : integration["responses"],
  });
}

const isNumeral = (value: unknown): boolean => typeof value === "string" && /^\d+$/.test(value);

/** Settings of an authorizer without a text count as left out, as in documents of published programs. */
function readScheme(scheme: unknown): unknown {
  if (!isNode(scheme)) return scheme;
  return mapNode(scheme, (value, key) =>
    key === "x-amazon-apigateway-authorizer" && isNode(value)
      ? Object.fromEntries(Object.entries(value).filter(([, each]) => each != null && each !== ""))
      : value,
  );
}
