import { ResourceView } from "../../policy/model/resourceView.ts";
import { StackView } from "../../policy/model/stackView.ts";
import {
  blocked,
  carried,
  connection,
  type End,
  endOf,
  type Verdict,
} from "../../policy/network/connections/index.ts";
import { readNetwork } from "../../policy/network/network.ts";
import type { Resource } from "../graph/resource.ts";
import type { LinkTarget } from "../gateway/index.ts";
import type { HostAddress, HostMap, Unreachable } from "../lambda/index.ts";
import { LinkTargets } from "../linkTargets.ts";
import { readPrivateNames } from "../privateNames.ts";
import { GatewayTimeouts } from "./gatewayTimeouts.ts";

/** Who connects: a function by its ARN, a service by its Pulumi name, a VPC link by its id. */
export type Caller = readonly [kind: "function" | "service" | "link", key: string];

interface RegionNetworkOptions {
  /** Time after which connections fail that the network drops. @default 3 s; clients on AWS wait for minutes */
  readonly timeoutMs?: number;
  /** Receives once what keeps a caller from a target, and what to add. */
  readonly report: (message: string) => void;
}

/** Types of resources that decide about connections, or have them. */
const networkTypes = /^aws:(?:alb|apigatewayv2|ec2|ecs|elb|lambda|lb|vpc)\//;

/**
 * The network of a region, as its stack's security groups, network ACLs, routes and endpoints make it. Each pair
 * is decided once. What the stack does not decide, such as with a network of another stack, is let through.
 */
export class RegionNetwork {
  readonly #options: Required<RegionNetworkOptions>;
  readonly #stack: StackView;
  /** Load balancers by their names, and by the private names that lead to them. */
  readonly #balancers: ReadonlyMap<string, ResourceView>;
  readonly #linkTargets: LinkTargets;
  readonly #addresses: Record<string, HostAddress | null> = {};
  readonly #verdicts = new Map<string, Verdict>();
  readonly #reported = new Set<string>();
  readonly #timeouts: GatewayTimeouts;

  constructor(resources: readonly Resource[], { timeoutMs = 3_000, report }: RegionNetworkOptions) {
    this.#options = { timeoutMs, report };
    this.#stack = new StackView(
      resources.filter(({ type }) => networkTypes.test(type)).map(toView),
    );
    this.#balancers = balancersByHost(this.#stack, resources);
    this.#linkTargets = new LinkTargets(resources);
    this.#timeouts = new GatewayTimeouts(timeoutMs);
  }

  /**
   * Sets the address of a service behind a load balancer's name; `null` without a running service. If the load
   * balancer does not reach the service's tasks, the name leads to a responder that times out as that does.
   *
   * @param socketFolder - folder for the responder's socket
   */
  setAddress(
    name: string,
    service: string,
    address: HostAddress | null,
    socketFolder: string,
  ): void {
    this.#addresses[name] =
      address && (this.#timeoutBefore(name, service, socketFolder) ?? address);
  }

  /** The addresses of all names, as a function's network carries connections to them. */
  hostsFor(functionArn: string): HostMap {
    const names = Object.keys(this.#addresses);
    const locate = (name: string) => this.locate(["function", functionArn], name) ?? null;
    return Object.fromEntries(names.map((name) => [name, locate(name)]));
  }

  /** The address behind a name, as a caller's network carries connections to it. */
  locate(caller: Caller, name: string): HostAddress | Unreachable | null | undefined {
    if (this.#verdictOn(caller, name)?.carries !== false) return this.#addresses[name];
    return { timesOutAfterMs: this.#options.timeoutMs };
  }

  /**
   * The address of a VPC link's target.
   *
   * @returns null without a running service, or if the network does not carry connections to it
   */
  locateTarget(target: LinkTarget): HostAddress | null {
    const caller = ["link", target.linkId] as const;
    const name = this.#linkTargets.addressOf(target);
    const address = this.locate(caller, name) ?? null;
    if (!address || !("timesOutAfterMs" in address)) return address;
    this.reportUnreachable(caller, name);
    return null;
  }

  /** Reports, once, what keeps a caller from a name. Does nothing if it is not kept from it. */
  reportUnreachable(caller: Caller, name: string): void {
    // A function may name anything.
    if (!Object.hasOwn(this.#addresses, name)) return;
    const verdict = this.#verdictOn(caller, name);
    if (verdict?.carries !== false) return;
    const [kind] = caller;
    const words = `${kind === "link" ? "VPC link" : kind} "${this.#viewOf(caller)!.name}"`;
    const balancer = this.#balancerOf(name)!.name;
    this.#report(`${words} does not reach load balancer "${balancer}" (${name})`, verdict);
  }

  close(): void {
    this.#timeouts.close();
  }

  #timeoutBefore(name: string, service: string, socketFolder: string): HostAddress | undefined {
    const balancer = this.#balancerOf(name);
    const tasks = this.#viewOf(["service", service]);
    if (!balancer || !tasks) return undefined;
    const port = Number(tasks.hintsAt("loadBalancers.containerPort")[0]);
    const key = `${balancer.name} ${service}`;
    const verdict = this.#decide(key, balancer, tasks, port);
    if (verdict.carries !== false) return undefined;
    const pair = `load balancer "${balancer.name}" does not reach service "${service}" on port ${port}`;
    return this.#timeouts.addressFor(key, socketFolder, () => this.#report(pair, verdict));
  }

  #report(pair: string, { reason }: Verdict): void {
    if (this.#reported.has(pair)) return;
    this.#reported.add(pair);
    this.#options.report(`The network drops connections: ${pair}. ${capitalized(reason)}.`);
  }

  /** @returns undefined for a caller or a name that the stack does not have */
  #verdictOn(caller: Caller, name: string): Verdict | undefined {
    const balancer = this.#balancerOf(name);
    const view = this.#viewOf(caller);
    if (!balancer || !view) return undefined;
    return this.#decide(`${caller.join(" ")} ${name}`, view, balancer, portOf(name));
  }

  #decide(key: string, from: ResourceView, to: ResourceView, port: number): Verdict {
    let verdict = this.#verdicts.get(key);
    if (!verdict) {
      const network = this.#stack.derived(readNetwork);
      verdict = between(endOf(network, from), endOf(network, to), port);
      this.#verdicts.set(key, verdict);
    }
    return verdict;
  }

  #balancerOf(name: string): ResourceView | undefined {
    return this.#balancers.get(name.slice(0, name.lastIndexOf(":")).toLowerCase());
  }

  #viewOf([kind, key]: Caller): ResourceView | undefined {
    const [type, property] = identities[kind];
    return this.#stack.ofType(type).find((view) => {
      return property === "name" ? view.name === key : view.hintsAt(property)[0] === key;
    });
  }
}

/** Types of callers, and how they are named. */
const identities = {
  function: ["aws:lambda/function:Function", "arn"],
  service: ["aws:ecs/service:Service", "name"],
  link: ["aws:apigatewayv2/vpcLink:VpcLink", "id"],
} as const;

/** Nothing outside of a VPC reaches a load balancer that has only addresses inside. */
function between(from: End | undefined, to: End | undefined, port: number): Verdict {
  if (!to) return carried;
  if (from) return connection(from, to, port);
  return to.isPublic === false
    ? blocked(
        "it is in no VPC, and the load balancer is internal. Give it a vpcConfig with subnets of that VPC",
      )
    : carried;
}

function balancersByHost(
  stack: StackView,
  resources: readonly Resource[],
): ReadonlyMap<string, ResourceView> {
  const balancers = stack.ofType(
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
  );
  const byHost = new Map(
    balancers.map((view) => [String(view.hintsAt("dnsName")[0]).toLowerCase(), view]),
  );
  for (const { name, target } of readPrivateNames(resources)) {
    const balancer = byHost.get(target.toLowerCase());
    if (balancer) byHost.set(name.toLowerCase(), balancer);
  }
  return byHost;
}

/** Values are all known, and none is encrypted. */
const toView = ({ type, name, id, outputs }: Resource): ResourceView =>
  new ResourceView(
    { type, name, urn: `${type}::${name}`, id, props: { ...outputs, id } },
    [],
    false,
  );

const portOf = (name: string): number => Number(name.slice(name.lastIndexOf(":") + 1));

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
