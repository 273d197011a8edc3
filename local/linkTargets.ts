import type { LinkTarget } from "./gateway/index.ts";
import type { Resource } from "./graph/resource.ts";

/** Targets of a region's VPC links: load balancers and their listeners, by ARN. */
export class LinkTargets {
  readonly #hosts = new Map<string, string>();
  readonly #ports = new Map<string, string>();

  constructor(resources: readonly Resource[]) {
    for (const { type, outputs } of resources) {
      if (type === "aws:lb/loadBalancer:LoadBalancer") {
        this.#hosts.set(String(outputs["arn"]), String(outputs["dnsName"]));
      }
    }
    for (const { type, inputs, outputs } of resources) {
      const host = this.#hosts.get(String(inputs["loadBalancerArn"]));
      if (type !== "aws:lb/listener:Listener" || host === undefined) continue;
      this.#hosts.set(String(outputs["arn"]), host);
      this.#ports.set(String(outputs["arn"]), String(inputs["port"]));
    }
  }

  /**
   * The `host:port` of a target. A listener has its own port, a load balancer uses the URI's. Without a
   * target, both come from the URI.
   */
  addressOf({ targetArn, host, port }: LinkTarget): string {
    if (targetArn === undefined) return `${host}:${port}`;
    return `${this.#hosts.get(targetArn) ?? ""}:${this.#ports.get(targetArn) ?? port}`;
  }
}
