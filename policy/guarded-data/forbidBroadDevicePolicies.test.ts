import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidBroadDevicePolicies as rule } from "./forbidBroadDevicePolicies.ts";

const arn = "arn:aws:iot:eu-west-1:123456789012";
const own = "${iot:Connection.Thing.ThingName}";
const allow = (Action: unknown, Resource: unknown, Condition?: object) => ({
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource, Condition }] }),
});
const resource = "policy.Statement[0].Resource";

// AWS IoT Developer Guide, "Connect and publish/subscribe policy examples".
testRule(rule, "aws:iot/policy:Policy", {
  compliant: allow("iot:Connect", `${arn}:client/${own}`),
  passing: {
    "topics of a device": allow("iot:Publish", `${arn}:topic/devices/${own}/*`),
    "topics of one kind": allow("iot:Subscribe", `${arn}:topicfilter/orders/*`),
    "what the device has subscribed to": allow("iot:Receive", "*"),
    "actions without resources": allow("iot:DescribeEndpoint", "*"),
    "registered things only": allow("iot:Connect", `${arn}:client/*`, {
      Bool: { "iot:Connection.Thing.IsAttached": ["true"] },
    }),
    "a denying statement": {
      policy: { Statement: [{ Effect: "Deny", Action: "iot:*", Resource: "*" }] },
    },
    "a policy that is not known yet": { policy: unknown },
  },
  failing: {
    everything: [allow("iot:*", "*"), resource],
    "all actions of all services": [allow("*", "*"), resource],
    "every client": [allow("iot:Connect", `${arn}:client/*`), resource],
    "every topic": [allow(["iot:Publish", "iot:Receive"], [`${arn}:topic/*`]), resource],
    "every topic by MQTT's wildcard": [allow("iot:Subscribe", `${arn}:topicfilter/#`), resource],
    "everything of an account": [allow("iot:Pub*", `${arn}:*`), resource],
    "a condition on something else": [
      allow("iot:*", "*", { Bool: { "aws:SecureTransport": "true" } }),
      resource,
    ],
  },
});
