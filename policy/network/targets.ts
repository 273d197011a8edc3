import { groupBy } from "../model/groupBy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { flagAt, named, textsAt } from "./reading.ts";
import { hostKinds, instance, networkInterface } from "./hostKinds.ts";
import { classicType, type LoadBalancer, loadBalancerTypes } from "./loadBalancers.ts";

const attachmentTypes = [
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
];
const functionType = "aws:lambda/function:Function";
const scalingGroup = "aws:autoscaling/group:Group";

/** A resource that a load balancer forwards to. */
export interface Target {
  readonly view: ResourceView;
  /** Names of the hops to it, such as a target group. */
  readonly hops: readonly string[];
  /** Whether the target sees the addresses of clients instead of the load balancer's. */
  readonly isClientSeen: boolean;
}

/** Types that name their target groups, with the property. */
const members: readonly (readonly [type: string, path: string])[] = [
  ["aws:ecs/service:Service", "loadBalancers.targetGroupArn"],
  ["aws:ecs/service:Service", "loadBalancers.advancedConfiguration.alternateTargetGroupArn"],
  ["aws:ecs/taskSet:TaskSet", "loadBalancers.targetGroupArn"],
  [scalingGroup, "targetGroupArns"],
  [scalingGroup, "trafficSources.identifier"],
  ["aws:ec2/spotFleetRequest:SpotFleetRequest", "targetGroupArns"],
];
const classicMembers: readonly (readonly [type: string, path: string])[] = [
  ["aws:ecs/service:Service", "loadBalancers.elbName"],
  ["aws:ecs/taskSet:TaskSet", "loadBalancers.loadBalancerName"],
  [scalingGroup, "loadBalancers"],
  [scalingGroup, "trafficSources.identifier"],
  ["aws:ec2/spotFleetRequest:SpotFleetRequest", "loadBalancers"],
];
/** Types that attach an auto scaling group to a load balancer. */
const scalingAttachments: readonly (readonly [type: string, path: string])[] = [
  ["aws:autoscaling/attachment:Attachment", "lbTargetGroupArn"],
  ["aws:autoscaling/attachment:Attachment", "elb"],
  ["aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "trafficSource.identifier"],
];

/** Finds the targets of a stack's load balancers. */
export class Targets {
  readonly #stack: StackView;

  constructor(stack: StackView) {
    this.#stack = stack;
  }

  of(balancer: LoadBalancer): readonly Target[] {
    if (balancer.view.type === classicType) return this.#ofClassic(balancer.view);
    return balancer.targetGroups.flatMap((group) => this.#ofGroup(group, balancer.isNetwork));
  }

  #ofGroup(group: ResourceView, isNetwork: boolean): Target[] {
    const attachments = attachmentTypes.flatMap((type) =>
      this.#stack.referring(group, type, "targetGroupArn"),
    );
    const views = [
      ...attachments.flatMap((attachment) => this.#attached(attachment)),
      ...this.#membersOf(group, members),
    ];
    const hops = [named("target group", group)];
    const isClientSeen = isNetwork && seesClients(group);
    return [...new Set(views)].map((view) => ({ view, hops, isClientSeen }));
  }

  #ofClassic(balancer: ResourceView): Target[] {
    const attachments = this.#stack.referring(balancer, "aws:elb/attachment:Attachment", "elb");
    const views = [
      ...this.#certain(balancer, "instances", instance),
      ...attachments.flatMap((attachment) => this.#certain(attachment, "instance", instance)),
      ...this.#membersOf(balancer, classicMembers),
    ];
    return [...new Set(views)].map((view) => ({ view, hops: [], isClientSeen: false }));
  }

  /** Resolves a target id: an instance, a function, a load balancer, or an address. */
  #attached(attachment: ResourceView): readonly ResourceView[] {
    const path = "targetId";
    const named = this.#certain(
      attachment,
      path,
      functionType,
      ...loadBalancerTypes,
      ...Object.keys(hostKinds),
    );
    if (named.length > 0) return named;
    const byAddress = this.#stack.derived(addresses);
    const found = textsAt(attachment, path).flatMap((address) => byAddress.get(address) ?? []);
    return found.length === 1 ? found : [];
  }

  #membersOf(
    group: ResourceView,
    properties: readonly (readonly [type: string, path: string])[],
  ): ResourceView[] {
    const refer = (type: string, path: string) =>
      this.#stack
        .referring(group, type, path)
        .filter((member) => this.#stack.references(member, path, group.type).isEach);
    const own = properties.flatMap(([type, path]) => refer(type, path));
    const attached = scalingAttachments
      .flatMap(([type, path]) => refer(type, path))
      .flatMap((one) => this.#certain(one, "autoscalingGroupName", scalingGroup));
    return [...own, ...attached];
  }

  #certain(view: ResourceView, path: string, ...types: string[]): readonly ResourceView[] {
    const { resources, isEach } = this.#stack.references(view, path, ...types);
    return isEach ? resources : [];
  }
}

/**
 * Source: "Edit target group attributes for your Network Load Balancer", Elastic Load Balancing: by
 * default, instances see the client's address, and so do all targets with UDP.
 */
function seesClients(group: ResourceView): boolean {
  const isByDefault =
    textsAt(group, "targetType")[0] !== "ip" ||
    textsAt(group, "protocol").some((protocol) => protocol.includes("UDP"));
  return flagAt(group, "preserveClientIp", isByDefault) ?? isByDefault;
}

/** Instances and network interfaces by private address, which several VPCs may use. */
const addresses = (stack: StackView): Map<string, ResourceView[]> =>
  groupBy(stack.ofType(instance, networkInterface), (view) => [
    ...new Set(privateAddresses.flatMap((path) => textsAt(view, path))),
  ]);

const privateAddresses = ["privateIp", "secondaryPrivateIps", "privateIps"];
