import type { ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import type { Host } from "./hosts.ts";
import type { Place } from "./places.ts";
import {
  type Ternary,
  elementsOf,
  flagAt,
  isGiven,
  isUnknown,
  named,
  numberAt,
  textsAt,
} from "./reading.ts";
import type { GroupChoice, SecurityGroups } from "./securityGroups.ts";
import type { SubnetChoice, Subnets } from "./subnets.ts";
import type { Sample } from "./traffic.ts";

export const loadBalancerTypes = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
];
export const classicType = "aws:elb/loadBalancer:LoadBalancer";
const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const listenerRuleTypes = ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"];
const targetGroupTypes = ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"];

/** A load balancer with its listeners and target groups. */
export interface LoadBalancer extends Host {
  /** Whether instance targets see the addresses of clients, as with Network Load Balancers. */
  readonly isNetwork: boolean;
  /** The traffic that it listens for; `undefined` if unknown. */
  readonly listens: readonly Sample[] | undefined;
  /** Whether it forwards to targets, instead of only giving fixed responses and redirects. */
  readonly forwards: boolean;
  readonly targetGroups: readonly ResourceView[];
}

/** Reads the load balancers of a stack. */
export class LoadBalancers {
  readonly #stack: StackView;
  readonly #subnets: Subnets;
  readonly #groups: SecurityGroups;
  readonly #known: SharedValues<ResourceView, LoadBalancer>;

  constructor(stack: StackView, subnets: Subnets, groups: SecurityGroups) {
    this.#stack = stack;
    this.#known = stack.sharedValues();
    this.#subnets = subnets;
    this.#groups = groups;
  }

  /** All load balancers with an address. Gateway Load Balancers have none. */
  all(): readonly LoadBalancer[] {
    return this.#stack
      .ofType(...loadBalancerTypes, classicType)
      .filter((view) => textsAt(view, "loadBalancerType")[0] !== "gateway")
      .map((view) => this.of(view));
  }

  of(view: ResourceView): LoadBalancer {
    return this.#known.get(view, () => this.#read(view));
  }

  #read(view: ResourceView): LoadBalancer {
    const isNetwork = textsAt(view, "loadBalancerType")[0] === "network";
    const words = named("load balancer", view);
    return {
      view,
      words,
      isNetwork,
      places: [this.#placeOf(view, words, isNetwork)],
      ...(view.type === classicType ? classicListeners(view) : this.#listenersOf(view)),
    };
  }

  #placeOf(view: ResourceView, words: string, isNetwork: boolean): Place {
    const subnets = this.#subnetsOf(view);
    const hasGroups = isGiven(view, "securityGroups");
    return {
      words,
      subnets,
      groups: hasGroups
        ? this.#groups.namedBy(view, "securityGroups")
        : this.#defaultGroup(subnets, isNetwork),
      // Source: "Update the security groups for your Network Load Balancer", Elastic Load Balancing.
      isOpen: isNetwork && !hasGroups,
      hasAddress: (family) => isPublic(view, family),
      // Source: CreateLoadBalancer, Elastic Load Balancing API Reference, Scheme: the nodes of an
      // internet-facing load balancer have public addresses.
      isInPublicSubnets: true,
      withoutAddress: "it is internal",
      property: hasGroups ? "securityGroups" : "internal",
    };
  }

  #subnetsOf(view: ResourceView): SubnetChoice {
    const paths = ["subnets", "subnetMappings.subnetId"].filter((path) => isGiven(view, path));
    // Both are filled in once the load balancer exists.
    const [path = "subnets"] = paths;
    return this.#subnets.namedBy(view, path);
  }

  #defaultGroup({ subnets }: SubnetChoice, isNetwork: boolean): GroupChoice {
    const [vpc] = subnets.map(({ vpc }) => vpc);
    const groups = vpc && !isNetwork ? [this.#groups.defaultOf(vpc)] : [];
    return { groups, isEach: true, isComplete: vpc !== undefined };
  }

  #listenersOf(view: ResourceView): Pick<LoadBalancer, "listens" | "forwards" | "targetGroups"> {
    const stack = this.#stack;
    const listeners = listenerTypes.flatMap((type) =>
      stack.referring(view, type, "loadBalancerArn"),
    );
    const rules = listeners.flatMap((listener) =>
      listenerRuleTypes.flatMap((type) => stack.referring(listener, type, "listenerArn")),
    );
    const actions = [
      ...listeners.flatMap((listener) => elementsOf(listener, "defaultActions")),
      ...rules.flatMap((rule) => elementsOf(rule, "actions")),
    ];
    const targetGroups = actions.flatMap((action) =>
      targetGroupPaths.flatMap((path) => {
        const { resources, isEach } = stack.references(action, path, ...targetGroupTypes);
        return isEach ? resources : [];
      }),
    );
    return {
      listens: samplesOf(listeners),
      forwards: actions.some((action) => targetGroupPaths.some((path) => isGiven(action, path))),
      targetGroups: [...new Set(targetGroups)],
    };
  }
}

const targetGroupPaths = ["targetGroupArn", "forward.targetGroups.arn"];

/** Source: "Create an Application Load Balancer", IP address types; an internal one has none. */
function isPublic(view: ResourceView, family: "ipv4" | "ipv6"): Ternary {
  const internal = flagAt(view, "internal", false);
  if (internal !== false) return internal === undefined ? undefined : false;
  if (isUnknown(view, "ipAddressType")) return family === "ipv4" ? true : undefined;
  const [type = "ipv4"] = textsAt(view, "ipAddressType");
  return family === "ipv4"
    ? type !== "dualstack-without-public-ipv4"
    : type.startsWith("dualstack");
}

function samplesOf(listeners: readonly ResourceView[]): readonly Sample[] | undefined {
  const samples = listeners.flatMap((listener) => {
    const port = numberAt(listener, "port");
    return port === undefined ? [undefined] : protocolsOf(listener, "protocol", port);
  });
  return samples.includes(undefined) ? undefined : (samples as Sample[]);
}

const protocolsOf = (listener: ResourceView, path: string, port: number): Sample[] => {
  const [protocol = "HTTP"] = textsAt(listener, path);
  const protocols =
    protocol === "TCP_UDP" ? ["tcp", "udp"] : protocol === "UDP" ? ["udp"] : ["tcp"];
  return protocols.map((protocol) => ({ protocol, port }));
};

/** A Classic Load Balancer has inline listeners and forwards everything to its instances. */
function classicListeners(
  view: ResourceView,
): Pick<LoadBalancer, "listens" | "forwards" | "targetGroups"> {
  const listeners = elementsOf(view, "listeners");
  const samples = listeners.map((listener) => numberAt(listener, "lbPort"));
  return {
    listens: samples.includes(undefined)
      ? undefined
      : samples.map((port) => ({ protocol: "tcp", port: port! })),
    forwards: listeners.length > 0,
    targetGroups: [],
  };
}
