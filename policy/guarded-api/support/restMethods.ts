import { groupBy } from "../../model/groupBy.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";
import { restApi } from "./references.ts";

export const methodType = "aws:apigateway/method:Method";
const resourceType = "aws:apigateway/resource:Resource";
const integrationType = "aws:apigateway/integration:Integration";

/** A method that is a resource. */
export interface RestMethod {
  readonly method: ResourceView;
  /** Such as `GET /orders/{id}`; a question mark stands for parts that the stack does not know. */
  readonly route: string;
  /** Keys by which methods of the same path match, also where the path is not known. */
  readonly places: readonly string[];
  /** Whether API Gateway handles the method's preflight requests itself. */
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
    const integrations = places.flatMap((place) => mocks.get(place) ?? []);
    return {
      method,
      places: placeKeys(stack, method),
      route: `${verb} ${pathAt(stack, rootIds, method, "resourceId") || "/"}`,
      isPreflight:
        verb === "OPTIONS" &&
        integrations.some(
          (mock) => !mock.isKnown("httpMethod") || says(mock, "httpMethod", "OPTIONS"),
        ),
    };
  });
}

/** Keys by which methods and integrations of the same path match. */
const placeKeys = (stack: StackView, resource: ResourceView): string[] => [
  ...resource.hintsAt("resourceId").map(String),
  ...stack
    .referred(resource, "resourceId", resourceType, restApi, methodType)
    .map(({ urn }) => urn),
];

const says = (resource: ResourceView, property: string, word: string): boolean =>
  resource.hintsAt(property).some((value) => String(value).toUpperCase() === word);

/** Far above API Gateway's own limit. */
const deepest = 64;

/** The path that a property references; empty for the root. */
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
