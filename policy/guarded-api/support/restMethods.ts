import { groupBy } from "../../model/groupBy.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";
import { restApi } from "./references.ts";

export const methodType = "aws:apigateway/method:Method";
const resourceType = "aws:apigateway/resource:Resource";
const integrationType = "aws:apigateway/integration:Integration";

/** A method that is a resource of its own. */
interface RestMethod {
  readonly method: ResourceView;
  /** Such as `GET /orders/{id}`; a question mark stands for what the stack does not tell. */
  readonly route: string;
  /** Whether API Gateway answers by itself what a browser asks before it calls. */
  readonly isPreflight: boolean;
}

export function methodsIn(stack: StackView): RestMethod[] {
  const rootIds = new Set(stack.ofType(restApi).flatMap((api) => api.hintsAt("rootResourceId")));
  const mocks = groupBy(
    stack.ofType(integrationType).filter((integration) => says(integration, "type", "MOCK")),
    (mock) => placeKeys(stack, mock),
  );
  return stack.ofType(methodType).map((method) => {
    const verb = String(method.hintsAt("httpMethod")[0] ?? "ANY");
    const places = [...placeKeys(stack, method), method.urn];
    const answers = places.flatMap((place) => mocks.get(place) ?? []);
    return {
      method,
      route: `${verb} ${pathAt(stack, rootIds, method, "resourceId") || "/"}`,
      isPreflight:
        verb === "OPTIONS" &&
        answers.some((mock) => !mock.isKnown("httpMethod") || says(mock, "httpMethod", "OPTIONS")),
    };
  });
}

/** By what methods and integrations of the same path find each other. */
const placeKeys = (stack: StackView, resource: ResourceView): string[] => [
  ...resource.hintsAt("resourceId").map(String),
  ...stack
    .referred(resource, "resourceId", resourceType, restApi, methodType)
    .map(({ urn }) => urn),
];

const says = (resource: ResourceView, property: string, word: string): boolean =>
  resource.hintsAt(property).some((value) => String(value).toUpperCase() === word);

/** API Gateway's own limit is far below. */
const deepest = 64;

/** The path that a property refers to; nothing for the root. */
function pathAt(
  stack: StackView,
  rootIds: ReadonlySet<unknown>,
  resource: ResourceView,
  property: string,
  depth = 0,
): string {
  if (resource.hintsAt(property).some((id) => rootIds.has(id))) return "";
  const [place] = stack.referred(resource, property, resourceType, restApi);
  if (place?.type === restApi) return "";
  if (!place || depth > deepest) return "?";
  const part = String(place.hintsAt("pathPart")[0] ?? "?");
  return `${pathAt(stack, rootIds, place, "parentId", depth + 1)}/${part}`;
}
