import type { OpenApiDocument } from "../../gateway/openapi.ts";
import { hasRoute } from "../../gateway/routes.ts";
import { parseMethodPath } from "../../gateway/throttle/settings.ts";
import type { Unserved } from "../../graph/replay.ts";
import type { Resource } from "../../graph/resource.ts";

/** Removes method settings of routes that their API does not have here, such as routes of another stack. */
export function servableSettings(
  resources: Resource[],
  onUnserved: (unserved: Unserved) => void,
): Resource[] {
  return resources.filter(({ type, name, outputs }) => {
    if (type !== "aws:apigateway/methodSettings:MethodSettings") return true;
    const api = resources.find(
      ({ id, type: kind }) => kind === apiType && id === outputs["restApi"],
    );
    if (api === undefined) return true;
    const document = JSON.parse(String(api.outputs["body"])) as OpenApiDocument;
    const problem = problemOf(String(outputs["methodPath"]), document);
    if (problem !== undefined) onUnserved({ type, name, reason: problem });
    return problem === undefined;
  });
}

const apiType = "aws:apigateway/restApi:RestApi";

function problemOf(methodPath: string, document: OpenApiDocument): string | undefined {
  try {
    const route = parseMethodPath("the API", methodPath);
    if (route === "* /*" || hasRoute(document, route)) return undefined;
    return `its API has no route "${route}"`;
  } catch (error) {
    return (error as Error).message;
  }
}
