import type { InternetPath, Reach, Way } from "../../apiTypes/resources.ts";
import { ResourceView } from "../../../policy/model/resourceView.ts";
import { StackView } from "../../../policy/model/stackView.ts";
import { widest } from "../../../policy/model/addresses.ts";
import { connection, type End, endOf } from "../../../policy/network/connections/index.ts";
import { loadBalancerTypes } from "../../../policy/network/loadBalancers.ts";
import { readNetwork } from "../../../policy/network/network.ts";
import { pathsFromInternet } from "../../../policy/network/paths.ts";
import type { Resource } from "../../graph/resource.ts";
import { urnOf } from "./urn.ts";

const serviceType = "aws:ecs/service:Service";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Who opens connections: functions, tasks, VPC links and load balancers. */
const callerTypes = [
  "aws:lambda/function:Function",
  serviceType,
  "aws:apigatewayv2/vpcLink:VpcLink",
  ...loadBalancerTypes,
];

/** Who accepts connections. */
const calledTypes = [serviceType, endpointType, ...loadBalancerTypes];

/** Types that decide about connections, or have them, and the doors into a network. */
const networkTypes = /^aws:(?:alb|apigateway|apigatewayv2|ec2|ecs|elb|lambda|lb|vpc)\//;

/** The network of a region's stack, as the policies read it. */
export class RegionReach {
  readonly #stack: StackView;
  readonly #ends = new Map<ResourceView, End | undefined>();

  constructor(resources: readonly Resource[], region: string) {
    const views = resources
      .filter(({ type }) => networkTypes.test(type))
      .map((resource) => viewOf(resource, region));
    this.#stack = new StackView(views);
  }

  of(urn: string): Reach {
    const view = this.#stack.withUrn(urn);
    const end = view && this.#endOf(view);
    return {
      isInNetwork: end !== undefined,
      from: view && end && calledTypes.includes(view.type) ? this.#waysTo(view, end) : [],
      to: view && end && callerTypes.includes(view.type) ? this.#waysFrom(view, end) : [],
      fromInternet: view ? this.#fromInternet(view) : [],
    };
  }

  #waysTo(target: ResourceView, end: End): Way[] {
    return this.#stack
      .ofType(...callerTypes)
      .filter((caller) => caller !== target && meets(caller, target))
      .flatMap((caller) => {
        const from = this.#endOf(caller);
        return from ? this.#portsOf(target).map((port) => way(caller.urn, from, end, port)) : [];
      });
  }

  #waysFrom(caller: ResourceView, end: End): Way[] {
    return this.#stack
      .ofType(...calledTypes)
      .filter((target) => caller !== target && meets(caller, target))
      .flatMap((target) => {
        const to = this.#endOf(target);
        return to ? this.#portsOf(target).map((port) => way(target.urn, end, to, port)) : [];
      });
  }

  #fromInternet(view: ResourceView): InternetPath[] {
    const search = { widest, trustedRanges: [], privateSubnets: [], allowedDoors: [] };
    return pathsFromInternet(this.#stack.derived(readNetwork), search)
      .filter(({ host }) => host === view)
      .map(({ hops, closed, isKnown }) => ({
        hops,
        isOpen: closed.length > 0 ? false : isKnown ? true : null,
        closedBy: closed.map(({ obstacle }) => obstacle),
      }));
  }

  #endOf(view: ResourceView): End | undefined {
    if (!this.#ends.has(view)) {
      this.#ends.set(view, endOf(this.#stack.derived(readNetwork), view));
    }
    return this.#ends.get(view);
  }

  #portsOf(target: ResourceView): number[] {
    if (target.type === endpointType) return [443];
    const ports =
      target.type === serviceType
        ? target.hintsAt("loadBalancers.containerPort")
        : this.#stack
            .ofType("aws:lb/listener:Listener", "aws:alb/listener:Listener")
            .filter((listener) =>
              this.#stack
                .referred(listener, "loadBalancerArn", ...loadBalancerTypes)
                .includes(target),
            )
            .flatMap((listener) => listener.hintsAt("port"));
    return [...new Set(ports.map(Number))].filter((port) => port > 0);
  }
}

/** Clients call load balancers, which call tasks: other pairs are not meant to meet, so they tell nothing. */
const meets = (caller: ResourceView, target: ResourceView): boolean =>
  loadBalancerTypes.includes(caller.type) === (target.type === serviceType) ||
  (target.type === endpointType && !loadBalancerTypes.includes(caller.type));

function way(urn: string, from: End, to: End, port: number): Way {
  const { carries, reason } = connection(from, to, port);
  return { urn, port, carries: carries ?? null, reason };
}

/** Values are all known, and none is encrypted. */
const viewOf = (resource: Resource, region: string): ResourceView => {
  const { type, name, id, outputs } = resource;
  const urn = urnOf(resource, region);
  return new ResourceView({ type, name, urn, id, props: { ...outputs, id } }, [], false);
};
