import * as pulumi from "@pulumi/pulumi";
import { rolePolicy, serviceRole } from "../../shared/iam.ts";
import { bindIntegration } from "./index.ts";
import type { Backends, Binding, Grant } from "./integration.ts";
import type { Route } from "../route/route.ts";

/** What routes to the same place in the same way share. */
export interface SharedBinding extends Binding {
  /** The role that allows the integration's action; empty where it needs none. */
  readonly roleArn: pulumi.Input<string>;
}

export interface BoundRoute extends Route {
  readonly binding: SharedBinding;
}

/**
 * Binds routes to the resources that they lead to. Each action on a resource has a role of its own,
 * which API Gateway takes on for the routes that need it, and for nothing else.
 *
 * @throws IntegrationError when a route leads to something that the region does not have
 */
export function bindRoutes(
  name: string,
  routes: Route[],
  backends: Backends,
  opts: pulumi.CustomResourceOptions,
): BoundRoute[] {
  const roles = new Map<string, pulumi.Input<string>>();
  const bindings = new Map<string, SharedBinding>();
  const roleArn = (grant: Grant): pulumi.Input<string> => {
    const arn = roles.get(grant.name) ?? createRole(`${name}-${grant.name}`, grant, opts);
    roles.set(grant.name, arn);
    return arn;
  };
  return routes.map((route) => {
    const key = JSON.stringify(route.integration);
    let binding = bindings.get(key);
    if (!binding) {
      const own = bindIntegration(route.integration, backends);
      binding = { ...own, roleArn: own.grant ? roleArn(own.grant) : "" };
      bindings.set(key, binding);
    }
    return { ...route, binding };
  });
}

function createRole(
  name: string,
  { action, resource }: Grant,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = serviceRole(name, "apigateway.amazonaws.com", opts);
  const statements = [{ actions: [action], resources: [resource] }];
  const policy = rolePolicy(name, role, statements, opts);
  // Whoever uses the role needs what it allows.
  return pulumi.output(policy.id).apply(() => role.arn);
}
