import { ResourceView } from "../../policy/model/resourceView.ts";
import { StackView } from "../../policy/model/stackView.ts";
import {
  blocked,
  carried,
  connection,
  connectionToService,
  type End,
  endOf,
  type Verdict,
} from "../../policy/network/connections/index.ts";
import { type Network, readNetwork } from "../../policy/network/network.ts";
import type { Resource } from "../graph/resource.ts";
import { prefixListId } from "../provider/prefixList.ts";
import { readPrivateNames } from "../privateNames.ts";

/** Who connects: a function by its ARN, a service by its Pulumi name, a VPC link by its id. */
export type Caller = readonly [kind: "function" | "service" | "link", key: string];

/** The verdict on a pair, and the pair in words. */
export interface PairVerdict extends Verdict {
  /** Such as `function "a" does not reach load balancer "b" (b.example:80)`. */
  readonly pair: string;
}

/** Types of resources that decide about connections, or have them. */
const networkTypes = /^aws:(?:alb|apigatewayv2|ec2|ecs|elb|lambda|lb|vpc)\//;

/** What the network of a region's stack carries. Each pair is decided once. */
export class Verdicts {
  readonly #stack: StackView;
  /** Load balancers by their names, and by the private names that lead to them. */
  readonly #balancers: ReadonlyMap<string, ResourceView>;
  readonly #known = new Map<string, PairVerdict>();

  constructor(resources: readonly Resource[]) {
    const relevant = resources.filter(({ type }) => networkTypes.test(type));
    this.#stack = new StackView(relevant.map(toView));
    this.#balancers = balancersByHost(this.#stack, resources);
  }

  /**
   * Whether a caller's connections to a load balancer's name and port are carried.
   *
   * @returns undefined for a caller or a name that the stack does not have
   */
  onName(caller: Caller, name: string): PairVerdict | undefined {
    const balancer = this.#balancerOf(name);
    const view = this.#viewOf(caller);
    if (!balancer || !view) return undefined;
    const kind = caller[0] === "link" ? "VPC link" : caller[0];
    const pair = `${kind} "${view.name}" does not reach load balancer "${balancer.name}" (${name})`;
    return this.#decide(pair, view, balancer, Number(name.slice(name.lastIndexOf(":") + 1)));
  }

  /** The same for the connections of the load balancer behind a name to the tasks of a service. */
  onTasks(name: string, service: string): PairVerdict | undefined {
    const balancer = this.#balancerOf(name);
    const tasks = this.#viewOf(["service", service]);
    if (!balancer || !tasks) return undefined;
    const port = Number(tasks.hintsAt("loadBalancers.containerPort")[0]);
    const pair = `load balancer "${balancer.name}" does not reach service "${service}" on port ${port}`;
    return this.#decide(pair, balancer, tasks, port);
  }

  /**
   * Whether a caller's requests to a service of AWS are carried.
   *
   * @param service - the last part of its endpoint's name, such as `dynamodb`
   */
  onAws(caller: Caller, service: string, region: string): PairVerdict | undefined {
    const view = this.#viewOf(caller);
    if (!view) return undefined;
    return this.#once(`${caller[0]} "${view.name}" does not reach AWS's ${service}`, (network) => {
      const from = endOf(network, view);
      if (!from) return carried;
      const lists = [prefixListId(region, `com.amazonaws.${region}.${service}`)];
      return connectionToService(this.#stack, network, from, { name: service, lists });
    });
  }

  #decide(pair: string, from: ResourceView, to: ResourceView, port: number): PairVerdict {
    return this.#once(pair, (network) => between(endOf(network, from), endOf(network, to), port));
  }

  #once(pair: string, decide: (network: Network) => Verdict): PairVerdict {
    let verdict = this.#known.get(pair);
    if (!verdict) {
      verdict = { pair, ...decide(this.#stack.derived(readNetwork)) };
      this.#known.set(pair, verdict);
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
  const types = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
  const byHost = new Map(
    stack.ofType(...types).map((view) => [String(view.hintsAt("dnsName")[0]).toLowerCase(), view]),
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
