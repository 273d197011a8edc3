import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicBrokers as rule } from "./forbidPublicBrokers.ts";

testRule(rule, "aws:mq/broker:Broker", {
  compliant: { publiclyAccessible: false },
  passing: { "no value": { publiclyAccessible: undefined } },
  failing: { "a public address": { publiclyAccessible: true } },
  undecided: { "whether it is public": { publiclyAccessible: unknown } },
});

const property = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type";

testRule(rule, "aws:msk/cluster:Cluster", {
  compliant: withAccess("DISABLED"),
  passing: {
    "no value": { brokerNodeGroupInfo: { clientSubnets: unknown } },
    "clients of IAM": { clientAuthentication: { sasl: { iam: true }, unauthenticated: false } },
    "no access, in other letters": withAccess("Disabled"),
  },
  failing: {
    "addresses of the provider's": [withAccess("SERVICE_PROVIDED_EIPS"), property],
    "clients that nobody knows": { clientAuthentication: { unauthenticated: true } },
    "an unknown value": [withAccess("CUSTOMER_PROVIDED_EIPS"), property],
  },
  undecided: {
    "its access": withAccess(unknown),
    "its brokers": { brokerNodeGroupInfo: unknown },
  },
});

function withAccess(type: unknown) {
  return { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type } } } };
}
