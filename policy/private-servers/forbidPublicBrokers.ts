import type { ResourceView } from "../model/resourceView.ts";
import type { ResourceRule } from "../rule.ts";
import { mustBeFalse, openedBy, type Switch } from "./support/switches.ts";

/** A serverless cluster of MSK has no such property: it is reachable from VPCs only. */
const switches: Readonly<Record<string, Switch>> = {
  "aws:mq/broker:Broker": mustBeFalse("publiclyAccessible", "The broker has a public address"),
  "aws:msk/cluster:Cluster": {
    exposed: "The brokers of the cluster have public addresses",
    property: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    closed: ["DISABLED"],
    closedByDefault: true,
  },
};

/** Message brokers have private addresses only. */
export const forbidPublicBrokers: ResourceRule = {
  name: "forbid-public-brokers",
  description: "Message brokers have no public address.",
  why: "Who reaches a broker can try passwords, and read and write what services tell each other.",
  fix: "Set it to false, or for MSK to DISABLED, and reach the broker from inside of its VPC.",
  equivalents: [
    "CKV_AWS_69",
    "CKV_AWS_291",
    "msk-cluster-public-access-disabled",
    "mq-no-public-access",
  ],
  types: Object.keys(switches),

  check: (broker: ResourceView) => openedBy(switches[broker.type]!, broker),
};
