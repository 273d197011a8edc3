import { gatewayMayInvokeAs, invokingRoles } from "../aws/invokeRoles.ts";
import type { RestApiModel } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import { gatewayMayInvoke, type GatewayPart } from "../lambda/permissions.ts";
import { functionType } from "../lambda/readFunctions.ts";

/**
 * The functions that a part of a REST API may invoke.
 *
 * @param apiArn - the API's execution ARN
 */
export const functionsOfApi = (
  resources: readonly Resource[],
  apiArn: string,
  part: GatewayPart,
): Resource[] =>
  resources.filter(
    (resource) =>
      resource.type === functionType && gatewayMayInvoke(resources, resource, apiArn, part),
  );

/** The functions that REST APIs may invoke with a role. */
export function functionsOfRoles(
  resources: readonly Resource[],
  models: readonly RestApiModel[],
): Resource[] {
  const roles = models.flatMap((model) => [...invokingRoles(model)]);
  const mayInvoke =
    ({ outputs }: Resource) =>
    (role: string) =>
      gatewayMayInvokeAs(resources, role, String(outputs["arn"]));
  return resources.filter(
    (resource) => resource.type === functionType && roles.some(mayInvoke(resource)),
  );
}

/** @param arns - with or without qualifiers */
export function functionsByArn(
  resources: readonly Resource[],
  arns: readonly string[],
): Resource[] {
  const unqualified = arns.map((arn) => arn.split(":").slice(0, 7).join(":"));
  return resources.filter(
    ({ type, outputs }) => type === functionType && unqualified.includes(String(outputs["arn"])),
  );
}
