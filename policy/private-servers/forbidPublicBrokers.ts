import type { Finding, ResourceRule } from "../rule.ts";
import { mustBeFalse, openedBy, type Switch } from "./support/switches.ts";

/** Serverless MSK clusters have no such property: they are reachable only from VPCs. */
const switches: Readonly<Record<string, readonly Switch[]>> = {
  "aws:mq/broker:Broker": [mustBeFalse("publiclyAccessible", "The broker has a public address")],
  "aws:msk/cluster:Cluster": [
    {
      exposed: "The brokers of the cluster have public addresses",
      property: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
      closed: ["DISABLED"],
      closedByDefault: true,
    },
    // Without client settings, the network settings decide.
    mustBeFalse(
      "clientAuthentication.unauthenticated",
      "Anyone who can reach the brokers may use them without credentials",
    ),
  ],
};

/** Message brokers have only private addresses and accept no unauthenticated clients. */
export const forbidPublicBrokers: ResourceRule = {
  name: "forbid-public-brokers",
  description: "Message brokers have no public address and require credentials.",
  why: "Anyone who can reach a broker can try passwords, or use the broker freely if it requires none.",
  fix: "Set the property to false, or the public access of MSK to DISABLED, and connect from inside the VPC.",
  equivalents: [
    "CKV_AWS_69",
    "CKV_AWS_291",
    "msk-cluster-public-access-disabled",
    "mq-no-public-access",
  ],
  types: Object.keys(switches),

  *check(broker): Iterable<Finding> {
    for (const one of switches[broker.type]!) yield* openedBy(one, broker);
  },
};
