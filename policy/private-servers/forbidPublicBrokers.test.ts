import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicBrokers as rule } from "./forbidPublicBrokers.ts";

describe("forbid-public-brokers", () => {
  testRule(rule, {
    compliant: { type: "aws:mq/broker:Broker", props: { publiclyAccessible: false } },
    passing: { "no value": { publiclyAccessible: undefined } },
    failing: { "a public address": [{ publiclyAccessible: true }, "publiclyAccessible"] },
    undecided: { "whether it is public": { publiclyAccessible: unknown } },
  });

  const property = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type";
  testRule(rule, {
    compliant: { type: "aws:msk/cluster:Cluster", props: withAccess("DISABLED") },
    passing: {
      "no value": { brokerNodeGroupInfo: { clientSubnets: unknown } },
      "clients of IAM": { clientAuthentication: { sasl: { iam: true }, unauthenticated: false } },
      "no access, in other letters": withAccess("Disabled"),
    },
    failing: {
      "addresses of the provider's": [withAccess("SERVICE_PROVIDED_EIPS"), property],
      "clients that nobody knows": [
        { clientAuthentication: { unauthenticated: true } },
        "clientAuthentication.unauthenticated",
      ],
      "what nobody knows yet": [withAccess("CUSTOMER_PROVIDED_EIPS"), property],
    },
    undecided: {
      "its access": withAccess(unknown),
      "its brokers": { brokerNodeGroupInfo: unknown },
    },
  });
});

function withAccess(type: unknown) {
  return { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type } } } };
}
