import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { mustBeFalse, openedBy, type Switch } from "./support/switches.ts";

/** A serverless cluster of MSK has no such property: it is reachable from VPCs only. */
const switches: Readonly<Record<string, readonly Switch[]>> = {
  "aws:mq/broker:Broker": [mustBeFalse("publiclyAccessible", "The broker has a public address")],
  "aws:msk/cluster:Cluster": [
    {
      exposed: "The brokers of the cluster have public addresses",
      property: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
      closed: ["DISABLED"],
      closedByDefault: true,
    },
    // Where nothing is said of clients, what is said of the network counts.
    mustBeFalse(
      "clientAuthentication.unauthenticated",
      "Anyone who can reach the brokers may use them without credentials",
    ),
  ],
};

/** Message brokers have private addresses only, and let nobody in who does not say who it is. */
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

  *check(broker: ResourceView): Iterable<Finding> {
    for (const one of switches[broker.type]!) yield* openedBy(one, broker);
  },
};
