import type { OpenApiDocument } from "../gateway/openapi.ts";
import { compileVelocity } from "../gateway/velocity/index.ts";

/** Path at which an API publishes its document. */
const contractPath = "/openapi.json";

const known = new WeakMap<OpenApiDocument, OpenApiDocument | undefined>();

/**
 * The document that an API publishes by a mock integration, which describes more than the one that it was imported
 * from; undefined if it publishes none. The template is rendered here, so that no call is made for it.
 */
export function contractOf(document: OpenApiDocument): OpenApiDocument | undefined {
  if (!known.has(document)) known.set(document, readContract(document));
  return known.get(document);
}

function readContract({ paths = {} }: OpenApiDocument): OpenApiDocument | undefined {
  const integration = paths[contractPath]?.["get"]?.["x-amazon-apigateway-integration"];
  const template = integration?.responses?.["default"]?.responseTemplates?.["application/json"];
  if (template === undefined) return undefined;
  try {
    const params = { path: {}, querystring: {}, header: {} };
    const input = { body: "", params, context: {}, stageVariables: {} };
    const contract = JSON.parse(compileVelocity(template)(input).text) as OpenApiDocument;
    return typeof contract.paths === "object" ? contract : undefined;
  } catch {
    // It may need a request, or be no document.
    return undefined;
  }
}
