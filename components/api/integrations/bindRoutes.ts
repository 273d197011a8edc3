import * as pulumi from "@pulumi/pulumi";
import { rolePolicy, serviceRole } from "../../shared/iam.ts";
import type { OperationParts } from "../document/types.ts";
import type { Route } from "../route/route.ts";
import { bindIntegration } from "./index.ts";
import type { BindingScope, Grant } from "./integration.ts";

/** A route with its integration's part of the document. */
export interface BoundRoute extends Route {
  readonly parts: pulumi.Input<OperationParts>;
}

/**
 * Binds routes to the region's resources. Each action on a resource has a role of its own, which API
 * Gateway assumes for the routes that need it.
 *
 * @throws IntegrationError for a route to something that the region does not have
 */
export function bindRoutes(
  name: string,
  routes: readonly Route[],
  scope: Omit<BindingScope, "roleFor">,
  opts: pulumi.CustomResourceOptions,
): BoundRoute[] {
  const roles = new Map<string, pulumi.Input<string>>();
  const roleFor = (grant: Grant): pulumi.Input<string> => {
    const arn = roles.get(grant.name) ?? createRole(`${name}-${grant.name}`, grant, opts);
    roles.set(grant.name, arn);
    return arn;
  };
  return routes.map((route) => ({
    ...route,
    parts: bindIntegration(route, { ...scope, roleFor }),
  }));
}

function createRole(
  name: string,
  { action, resource }: Grant,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = serviceRole(name, "apigateway.amazonaws.com", opts);
  const statements = [{ actions: [action], resources: [resource] }];
  const policy = rolePolicy(name, role, statements, opts);
  // Users of the role need its policy too.
  return pulumi.output(policy.id).apply(() => role.arn);
}
