import type { ResourceRule } from "../rule.ts";
import { mustBeFalse, openedBy, type Switch } from "./support/switches.ts";

const property = "publiclyAccessible";
const database = mustBeFalse(property, "The database has a public address");
const replication = "The replication instance has a public address";

/**
 * DocumentDB, ElastiCache and MemoryDB have no such property: they are reachable only inside their
 * VPC. The provider's default is false, except for the types marked here.
 */
const switches: Readonly<Record<string, Switch>> = {
  "aws:rds/instance:Instance": database,
  "aws:rds/clusterInstance:ClusterInstance": database,
  // Public by default in a VPC with an internet gateway. Source: CreateDBShardGroup, Amazon RDS API Reference.
  "aws:rds/shardGroup:ShardGroup": { ...database, closedByDefault: false },
  "aws:redshift/cluster:Cluster": database,
  "aws:redshiftserverless/workgroup:Workgroup": database,
  "aws:neptune/clusterInstance:ClusterInstance": database,
  "aws:neptunegraph/graph:Graph": { ...database, property: "publicConnectivity" },
  "aws:timestreaminfluxdb/dbInstance:DbInstance": database,
  "aws:timestreaminfluxdb/dbCluster:DbCluster": database,
  "aws:lightsail/database:Database": database,
  "aws:dms/replicationInstance:ReplicationInstance": mustBeFalse(property, replication),
  "aws:dms/instanceProfile:InstanceProfile": mustBeFalse(property, replication, false),
};

/** Databases and their replication instances have only private addresses. */
export const forbidPublicDatabases: ResourceRule = {
  name: "forbid-public-databases",
  description: "Databases and their replication instances have no public address.",
  why: "A database with a public address is protected only by its security group and its password.",
  fix: "Set publiclyAccessible to false, and connect from inside the VPC.",
  equivalents: [
    "CKV_AWS_17",
    "CKV_AWS_87",
    "CKV_AWS_89",
    "CKV_AWS_102",
    "rds-instance-public-access-check",
    "redshift-cluster-public-access-check",
    "redshift-serverless-workgroup-no-public-access",
    "dms-replication-not-public",
    "CIS AWS Foundations v5.0.0/2.2.3",
  ],
  types: Object.keys(switches),

  check: (resource) => openedBy(switches[resource.type]!, resource),
};
