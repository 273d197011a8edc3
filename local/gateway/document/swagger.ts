import { isNode, listAt, mapNode, mapNodes, type Node, nodeAt, resolved } from "./nodes.ts";

/** Where Swagger 2.0 keeps what OpenAPI 3 has among its components. */
const moved: Readonly<Record<string, string>> = {
  definitions: "schemas",
  parameters: "parameters",
  securityDefinitions: "securitySchemes",
};

/**
 * Converts a document of Swagger 2.0 to OpenAPI 3, as far as API Gateway uses it. A parameter `in: body` becomes the
 * body's model, for the content types of `consumes`. (OpenAPI Specification 2.0; that AWS makes it the method's model is
 * recorded in LocalStack's test "test_import_swagger_api".)
 */
export function fromSwagger(document: Node): Node {
  const { swagger: _, basePath, consumes: __, ...rest } = document;
  const { definitions, parameters, securityDefinitions, ...kept } = rest;
  const components = mapNode(
    { schemas: definitions, parameters, securitySchemes: securityDefinitions },
    (value) => value ?? {},
  );
  const paths = mapNodes(nodeAt(document, "paths"), (item) => convertItem(item, document));
  const servers = typeof basePath === "string" ? [{ url: basePath }] : [];
  return withMovedReferences({ ...kept, openapi: "3.0.1", servers, components, paths }) as Node;
}

function convertItem(given: Node, document: Node): Node {
  const item = resolved(document, given);
  if (!isNode(item)) return given;
  const [sharedBody, shared] = withoutBody(listAt(item, "parameters"), document);
  return mapNode(item, (value, key) => {
    if (key === "parameters") return shared;
    return isNode(value) && !key.startsWith("x-amazon-apigateway-integration")
      ? convertOperation(value, sharedBody, document)
      : value;
  });
}

function convertOperation(operation: Node, sharedBody: Node | undefined, document: Node): Node {
  const [ownBody, parameters] = withoutBody(listAt(operation, "parameters"), document);
  const body = ownBody ?? sharedBody;
  if (body === undefined) return operation;
  const consumed = [operation["consumes"], document["consumes"]].find(Array.isArray) ?? [];
  const types = (consumed.length > 0 ? consumed : ["application/json"]) as string[];
  const content = Object.fromEntries(types.map((type) => [type, { schema: body["schema"] }]));
  return { ...operation, parameters, requestBody: { content } };
}

/** @returns the parameter of the body, and all others */
function withoutBody(
  parameters: readonly unknown[],
  document: Node,
): [Node | undefined, unknown[]] {
  const isBody = (parameter: unknown): boolean => {
    const known = resolved(document, parameter);
    return isNode(known) && known["in"] === "body";
  };
  const body = resolved(document, parameters.find(isBody));
  return [isNode(body) ? body : undefined, parameters.filter((parameter) => !isBody(parameter))];
}

function withMovedReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMovedReferences);
  if (!isNode(value)) return value;
  return mapNode(value, (member, key) =>
    key === "$ref" && typeof member === "string"
      ? member.replace(/^#\/(\w+)\//, (whole, place: string) => {
          const to = Object.hasOwn(moved, place) ? moved[place] : undefined;
          return to === undefined ? whole : `#/components/${to}/`;
        })
      : withMovedReferences(member),
  );
}
