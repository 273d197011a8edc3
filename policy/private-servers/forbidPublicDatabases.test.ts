import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicDatabases as rule } from "./forbidPublicDatabases.ts";

// Closing values are accepted in as many forms as opening ones.
testRule(rule, "aws:rds/instance:Instance", {
  compliant: { publiclyAccessible: "False" },
  passing: { "a number": { publiclyAccessible: 0 } },
  failing: {
    "a word of Python's": { publiclyAccessible: "True" },
    "an invalid flag": { publiclyAccessible: "no" },
  },
});

const closedByDefault = [
  "aws:rds/instance:Instance",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:redshift/cluster:Cluster",
  "aws:redshiftserverless/workgroup:Workgroup",
  "aws:neptune/clusterInstance:ClusterInstance",
  "aws:timestreaminfluxdb/dbInstance:DbInstance",
  "aws:timestreaminfluxdb/dbCluster:DbCluster",
  "aws:lightsail/database:Database",
  "aws:dms/replicationInstance:ReplicationInstance",
];

const openByDefault = ["aws:rds/shardGroup:ShardGroup", "aws:dms/instanceProfile:InstanceProfile"];

const property = "publiclyAccessible";

for (const type of [...closedByDefault, ...openByDefault]) {
  testRule(rule, type, {
    compliant: { [property]: false },
    passing: {
      "a flag that is a text": { [property]: "false" },
      ...(closedByDefault.includes(type) ? { "no value": { [property]: undefined } } : {}),
    },
    failing: {
      "a public address": { [property]: true },
      "a public address, as a text": { [property]: "true" },
      "a public address where all else is unknown": [
        { [property]: true, vpcSecurityGroupIds: unknown },
        property,
      ],
      ...(openByDefault.includes(type)
        ? { "no value": [{ [property]: undefined }, property] }
        : {}),
    },
    undecided: { "whether it is public": { [property]: unknown } },
  });
}

testRule(rule, "aws:neptunegraph/graph:Graph", {
  compliant: { provisionedMemory: 16 },
  passing: { "no public endpoint": { publicConnectivity: false } },
  failing: { "a public endpoint": { publicConnectivity: true } },
});
