import type { JsonSchema } from "../../gateway/openapi.ts";
import type { Resource } from "../../graph/resource.ts";

/** Every API has these. (API Gateway Developer Guide, "Data models for REST APIs") */
const builtIn: Readonly<Record<string, JsonSchema>> = {
  Empty: { type: "object" },
  Error: { type: "object", properties: { message: { type: "string" } } },
};

/** Separate models by name. A model that is not JSON is left out, so routes that use it are not served. */
export function modelsOf(models: readonly Resource[]): Record<string, JsonSchema> {
  const read = models.flatMap(({ outputs }) => {
    const schema = parse(outputs["schema"]);
    return schema === undefined ? [] : [[String(outputs["name"]), schema] as const];
  });
  return { ...builtIn, ...Object.fromEntries(read) };
}

/**
 * A model names others by their address at API Gateway, such as
 * `https://apigateway.amazonaws.com/restapis/a1b2c3/models/Order`. (API Gateway Developer Guide, "Data models for REST APIs")
 */
function parse(schema: unknown): JsonSchema | undefined {
  try {
    return JSON.parse(String(schema), (key, value: unknown) =>
      key === "$ref" && typeof value === "string"
        ? value.replace(/^https:\/\/apigateway\.[^/]+\/restapis\/[^/]+\/models\//, modelPlace)
        : value,
    ) as JsonSchema;
  } catch {
    return undefined;
  }
}

export const modelPlace = "#/components/schemas/";
