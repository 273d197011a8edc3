import { isNarrowed } from "../model/conditions.ts";
import { isAnything } from "../model/patterns.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { actionsInWords, isEveryAction } from "./support/actions.ts";
import { statementsAt } from "./support/identityPolicies.ts";
import { scopableAction } from "./support/scopableActions.ts";

/**
 * Policies of AWS IoT devices name clients and topics. Receiving needs no limit, because a device
 * receives only what it has subscribed to.
 *
 * Source: AWS IoT Developer Guide, "Example AWS IoT policies" and "AWS IoT policies overly permissive".
 */
export const forbidBroadDevicePolicies: ResourceRule = {
  name: "forbid-broad-device-policies",
  description: "Policies of AWS IoT devices name clients and topics.",
  why: "A device that is taken over can read and send the messages of all others, and disconnect them.",
  fix: "Name the device's own client and topics, for example by the variable ${iot:Connection.Thing.ThingName}.",
  equivalents: ["IOT_POLICY_OVERLY_PERMISSIVE_CHECK"],
  types: ["aws:iot/policy:Policy"],
  excuses: ["policy.Statement.Effect"],

  *check(policy): Iterable<Finding> {
    for (const statement of statementsAt(policy, "policy")) {
      const { path, actions, resources } = statement;
      const uses = actions.filter((action) => isEveryAction(action) || isUse(action));
      const value = resources.find(isEverything);
      if (uses.length === 0 || value === undefined) continue;
      if (isNarrowed(statement, (key) => key.startsWith("iot:"))) continue;
      const exposed = `Devices with the policy may perform ${actionsInWords(uses)} on the resources of all devices`;
      yield { exposed, property: `${path}.Resource`, value };
    }
  },
};

const isUse = (action: string): boolean =>
  scopableAction(action) !== undefined && !/^iot:Receive$/i.test(action);

/** Whether an ARN excludes at most types of resources. `#` is MQTT's wildcard for all topics. */
function isEverything(arn: string): boolean {
  if (isAnything(arn)) return true;
  const [start, , , , , ...rest] = arn.split(":");
  const name = rest.join(":").replace(/^\w+\//, "");
  return start === "arn" && (name === "" || name === "#" || isAnything(name));
}
