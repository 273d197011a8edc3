import { isFalse, isOneOf, isTrue, type ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";
import type { StackFinding } from "../../rule.ts";

/** A listener through which requests travel unencrypted. */
export interface PlainListener extends Omit<StackFinding, "exposed"> {
  /** Whether clients on the internet may use it; `undefined` if the stack does not show it. */
  readonly isPublic: boolean | undefined;
}

// The second and third of each are other names, from before version 2 of the provider.
const listenerTypes = [
  "aws:lb/listener:Listener",
  "aws:alb/listener:Listener",
  "aws:elasticloadbalancingv2/listener:Listener",
  "aws:applicationloadbalancing/listener:Listener",
];
const ruleTypes = listenerTypes.map((type) =>
  type.replace(/listener:Listener$/, "listenerRule:ListenerRule"),
);
const balancerTypes = listenerTypes.map((type) =>
  type.replace(/listener:Listener$/, "loadBalancer:LoadBalancer"),
);
const classicTypes = [
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancing/loadBalancer:LoadBalancer",
];

/**
 * Listeners that pass requests on by HTTP. Those that only redirect, or return a fixed response,
 * carry no data. Listeners for TCP do not show whether their clients use TLS.
 *
 * Source: Elastic Load Balancing API Reference, "Listener" and "Action"; for classic load balancers,
 * "Listener" of version 2012-06-01.
 */
export function plainListeners(stack: StackView): PlainListener[] {
  const listeners = stack.ofType(...listenerTypes).flatMap((listener) => {
    const plain = listener.valuesAt("protocol").find(({ value }) => isOneOf(value, ["HTTP"]));
    if (!plain || !passesOn(stack, listener)) return [];
    const { resources, isComplete } = stack.references(
      listener,
      "loadBalancerArn",
      ...balancerTypes,
    );
    const [balancer] = resources;
    const isPublic = balancer && isComplete ? isFacingInternet(balancer) : undefined;
    return [{ urn: listener.urn, property: plain.path, value: plain.value, isPublic }];
  });
  const classic = stack.ofType(...classicTypes).flatMap((balancer) =>
    balancer
      .valuesAt("listeners.lbProtocol")
      .filter(({ value }) => isOneOf(value, ["HTTP"]))
      .map(({ path, value }) => ({
        urn: balancer.urn,
        property: path,
        value,
        isPublic: isFacingInternet(balancer),
      })),
  );
  return [...listeners, ...classic];
}

/** Whether a listener, or one of its rules, leads requests to targets. */
const passesOn = (stack: StackView, listener: ResourceView): boolean =>
  leadsOn(listener, "defaultActions") ||
  ruleTypes
    .flatMap((type) => stack.referring(listener, type, "listenerArn"))
    .some((rule) => leadsOn(rule, "actions"));

const leadsOn = (view: ResourceView, actions: string): boolean =>
  view.valuesAt(`${actions}.type`).some(({ value }) => isOneOf(value, ["forward"]));

function isFacingInternet(balancer: ResourceView): boolean | undefined {
  const internal = balancer.valueAt("internal", false);
  return isTrue(internal) ? false : isFalse(internal) ? true : undefined;
}
