import { groupBy } from "../../model/groupBy.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";

export const restApi = "aws:apigateway/restApi:RestApi";
export const restStage = "aws:apigateway/stage:Stage";
const restDeployment = "aws:apigateway/deployment:Deployment";
const restMethodSettings = "aws:apigateway/methodSettings:MethodSettings";
export const otherApi = "aws:apigatewayv2/api:Api";
export const otherStage = "aws:apigatewayv2/stage:Stage";

/**
 * The property by which other resources name their API. Programs take the API's id from any of
 * them.
 */
const apiOf: Readonly<Record<string, string>> = {
  [restStage]: "restApi",
  [restDeployment]: "restApi",
  [otherStage]: "apiId",
};

/** The APIs in the stack that a property references, directly or through a stage or deployment. */
export function apisAt(stack: StackView, resource: ResourceView, path: string): ResourceView[] {
  const named = stack.referred(resource, path, restApi, otherApi, ...Object.keys(apiOf));
  const apis = named.flatMap((other) => {
    const further = apiOf[other.type];
    return further ? apisAt(stack, other, further) : [other];
  });
  return [...new Set(apis)];
}

/** The stages of REST APIs. In earlier provider versions, deployments could create stages. */
export const restStages = (stack: StackView): ResourceView[] =>
  stack
    .ofType(restStage, restDeployment)
    .filter((stage) => stage.type === restStage || stage.isSet("stageName"));

/**
 * Keys by which resources of the same API match: the API's id, or its URN while the id is unknown.
 * Never empty: APIs of other stacks share one key until their ids are known.
 */
export function apiKeys(stack: StackView, resource: ResourceView): string[] {
  const ids = resource.hintsAt("restApi").map(String);
  const urns = apisAt(stack, resource, "restApi").map(({ urn }) => urn);
  return ids.length + urns.length > 0 ? [...ids, ...urns] : ["unknown"];
}

/** The method settings of the stack, by API key. */
export const settingsByApi = (stack: StackView): ReadonlyMap<string, readonly ResourceView[]> =>
  groupBy(stack.ofType(restMethodSettings), (settings) => apiKeys(stack, settings));

/** Whether an API is reachable only from VPCs. */
export const isPrivate = (api: ResourceView): boolean =>
  api.hintsAt("endpointConfiguration.types").includes("PRIVATE");

/** Whether two resources may name the same stage of an API. */
export function mayShareStage(one: ResourceView, other: ResourceView): boolean {
  const [name] = one.hintsAt("stageName");
  const [otherName] = other.hintsAt("stageName");
  return name === undefined || otherName === undefined || name === otherName;
}
