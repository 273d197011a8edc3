import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicDatabases as rule } from "./forbidPublicDatabases.ts";

describe("forbid-public-databases", () => {
  // Closing values are accepted in as many forms as opening ones.
  testRule(rule, {
    compliant: { type: "aws:rds/instance:Instance", props: { publiclyAccessible: "False" } },
    passing: { "a number": { publiclyAccessible: 0 } },
    failing: {
      "a word of Python's": [{ publiclyAccessible: "True" }, "publiclyAccessible"],
      "an invalid flag": [{ publiclyAccessible: "no" }, "publiclyAccessible"],
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
  const openByDefault = [
    "aws:rds/shardGroup:ShardGroup",
    "aws:dms/instanceProfile:InstanceProfile",
  ];
  const property = "publiclyAccessible";

  for (const type of [...closedByDefault, ...openByDefault]) {
    testRule(rule, {
      compliant: { type, props: { [property]: false } },
      passing: {
        "a flag that is a text": { [property]: "false" },
        ...(closedByDefault.includes(type) ? { "no value": { [property]: undefined } } : {}),
      },
      failing: {
        "a public address": [{ [property]: true }, property],
        "a public address, as a text": [{ [property]: "true" }, property],
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

  testRule(rule, {
    compliant: { type: "aws:neptunegraph/graph:Graph", props: { provisionedMemory: 16 } },
    passing: { "no public endpoint": { publicConnectivity: false } },
    failing: { "a public endpoint": [{ publicConnectivity: true }, "publicConnectivity"] },
  });
});
