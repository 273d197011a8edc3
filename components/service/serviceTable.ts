import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../shared/iam.ts";
import {
  checkOptions,
  flag,
  type JointCheck,
  listOf,
  oneOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { region } from "../shared/rules.ts";

/** DynamoDB actions on the items of a table. */
export const tableActions = [
  "BatchGetItem",
  "BatchWriteItem",
  "ConditionCheckItem",
  "DeleteItem",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
] as const;

/** Keys of a table, and what its service may do with its items. */
export interface TableOptions {
  /** Name of the string attribute that is the partition key. */
  partitionKey: string;
  /** Name of the string attribute that is the sort key. @default no sort key */
  sortKey?: string;
  /** DynamoDB actions that the service may use on the table, such as `["Query", "PutItem"]`. */
  actions: (typeof tableActions)[number][];
}

export interface ServiceTableArgs extends TableOptions {
  /**
   * Makes it a global table: other regions in which it has a replica. `[]` prepares it, so that a first
   * replica changes nothing else.
   * @default a table of one region
   */
  replicaRegions?: string[];
  /** Keeps the table, its replicas and its data from being deleted by accident. @default true */
  deletionProtection?: boolean;
}

const attributeName = text(/^[^]{1,255}$/, "a name of at most 255 characters");

export const tableRules: OptionRules<TableOptions> = {
  partitionKey: required(attributeName),
  sortKey: attributeName,
  actions: required(listOf(oneOf(tableActions))),
};

/** DynamoDB refuses two keys with the same attribute. */
export const tableFaults: JointCheck<TableOptions> = ({ partitionKey, sortKey }) =>
  sortKey === partitionKey
    ? [
        {
          argument: "sortKey",
          given: sortKey,
          allowed: "another attribute than partitionKey",
          fix: "Rename it, or leave it out.",
        },
      ]
    : [];

const serviceTableRules: OptionRules<ServiceTableArgs> = {
  ...tableRules,
  replicaRegions: listOf(region, { distinct: true, allowed: "a list of different regions" }),
  deletionProtection: flag,
};

/**
 * A DynamoDB table that belongs to one service: of the stack's region, or with replicas in others
 * (a global table, version 2019.11.21, with eventual consistency).
 *
 * Creates the table: billed per request, encrypted, with point-in-time recovery. Costs nothing at
 * rest beyond its data (0.25 USD a month per GB, and 0.20 USD for its recovery; us-east-1). Each
 * replica costs the same again. A write to any replica is billed once per replica, and the transfer
 * between regions per GB.
 *
 * A write appears in the other regions in about a second, and once a region that was cut off is back.
 * If two regions write the same item, the last write wins as a whole. Reads are consistent, conditions
 * are checked and transactions are atomic only within a region: a condition can't prevent a concurrent
 * write in another one. The service stays in the region of its replica.
 * Sources: Amazon DynamoDB Developer Guide, "How DynamoDB global tables work" and "Understanding
 * Amazon DynamoDB billing for global tables".
 */
export class ServiceTable extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;
  /** Allows a service to use the table in its region. */
  readonly statement: AllowStatement;

  constructor(name: string, args: ServiceTableArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ServiceTable "${name}"`, args, serviceTableRules, tableFaults);
    super("palisade:service:ServiceTable", name, {}, opts);
    const deletionProtection = args.deletionProtection ?? true;
    const keys = [args.partitionKey, ...(args.sortKey ? [args.sortKey] : [])];

    const table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: args.partitionKey,
        rangeKey: args.sortKey,
        attributes: keys.map((key) => ({ name: key, type: "S" })),
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true },
        deletionProtectionEnabled: deletionProtection,
        ...(args.replicaRegions && replication(args.replicaRegions, deletionProtection)),
      },
      deletionProtection ? { parent: this, protect: true, retainOnDelete: true } : { parent: this },
    );

    this.tableName = table.name;
    this.tableArn = table.arn;
    this.statement = accessTo(table.arn, args.actions);
    this.registerOutputs({ tableName: this.tableName });
  }
}

/** Allows actions on the items of a table. */
export const accessTo = (
  arn: pulumi.Input<string>,
  actions: TableOptions["actions"],
): AllowStatement => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: [arn],
});

/** Replicas have no settings in common with the table but its keys, stream and kind of encryption key. */
const replication = (regions: readonly string[], deletionProtectionEnabled: boolean) => ({
  // Replication needs the stream. It costs nothing by itself.
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
  replicas: regions.map((regionName) => ({
    regionName,
    pointInTimeRecovery: true,
    deletionProtectionEnabled,
    propagateTags: true,
  })),
});

/** Variable with the name of a table, such as `ORDERS_TABLE`. */
export const tableVariable = (table: string): string =>
  `${table.toUpperCase().replaceAll("-", "_")}_TABLE`;
