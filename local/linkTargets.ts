import type { LinkTarget } from "./gateway/index.ts";
import type { Resource } from "./graph/resource.ts";

/** Targets of a region's VPC links: load balancers by ARN. */
export class LinkTargets {
  readonly #hosts: ReadonlyMap<string, string>;

  constructor(resources: readonly Resource[]) {
    this.#hosts = new Map(
      resources
        .filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer")
        .map(({ outputs }) => [String(outputs["arn"]), String(outputs["dnsName"])]),
    );
  }

  /** The `host:port` of a target: the load balancer's host, or without a target the URI's, and the URI's port. */
  addressOf({ targetArn, host, port }: Omit<LinkTarget, "linkId">): string {
    return `${targetArn === undefined ? host : (this.#hosts.get(targetArn) ?? "")}:${port}`;
  }
}
