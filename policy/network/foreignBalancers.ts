import type { StackView } from "../model/stackView.ts";
import { loadBalancerTypes } from "./loadBalancers.ts";
import { elementsOf, isGiven, textsAt } from "./reading.ts";

const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const ruleTypes = ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"];

/** Types that lead to targets, with their holder and their actions. */
const leading = [
  [listenerTypes, "loadBalancerArn", loadBalancerTypes, "defaultActions"],
  [ruleTypes, "listenerArn", listenerTypes, "actions"],
] as const;

/**
 * Load balancers and listeners of other stacks through which this stack serves requests, by ARN.
 * They may be internet-facing.
 */
export const foreignBalancers = (stack: StackView): readonly string[] => [
  ...new Set(
    leading.flatMap(([types, path, holders, actions]) =>
      stack
        .ofType(...types)
        .filter(
          (view) =>
            isGiven(view, path) && stack.references(view, path, ...holders).resources.length === 0,
        )
        .filter((view) => elementsOf(view, actions).some(forwards))
        .map((view) => textsAt(view, path)[0] ?? "a load balancer of another stack"),
    ),
  ),
];

const forwards = (action: Parameters<typeof isGiven>[0]): boolean =>
  ["targetGroupArn", "forward"].some((path) => isGiven(action, path));
