import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../shared/iam.ts";
import {
  checkOptions,
  flag,
  listOf,
  oneOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";

/** DynamoDB actions on the items of a table. */
const tableActions = [
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

export interface ServiceTableArgs {
  /** Name of the string attribute that is the partition key. */
  partitionKey: string;
  /** Name of the string attribute that is the sort key. @default no sort key */
  sortKey?: string;
  /** DynamoDB actions that the service may use on the table, such as `["Query", "PutItem"]`. */
  actions: (typeof tableActions)[number][];
  /** Keeps the table and its data from being deleted by accident. @default true */
  deletionProtection?: boolean;
}

const attributeName = text(/^[^]{1,255}$/, "a name of at most 255 characters");

/** Rules of the options that a platform's definition may set. */
export const serviceTableRules: OptionRules<Omit<ServiceTableArgs, "deletionProtection">> = {
  partitionKey: required(attributeName),
  sortKey: attributeName,
  actions: required(listOf(oneOf(tableActions))),
};

/**
 * A DynamoDB table of the stack's region that belongs to one service.
 *
 * Creates the table: billed per request, encrypted, with point-in-time recovery. Costs nothing at
 * rest beyond its data (0.25 USD a month per GB, and 0.20 USD for its recovery; us-east-1).
 */
export class ServiceTable extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  /** Allows a service to use the table. */
  readonly statement: AllowStatement;

  constructor(name: string, args: ServiceTableArgs, opts?: pulumi.ComponentResourceOptions) {
    const rules = { ...serviceTableRules, deletionProtection: flag };
    checkOptions(`ServiceTable "${name}"`, args, rules);
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
      },
      deletionProtection ? { parent: this, protect: true, retainOnDelete: true } : { parent: this },
    );

    this.tableName = table.name;
    this.statement = {
      actions: args.actions.map((action) => `dynamodb:${action}`),
      resources: [table.arn],
    };
    this.registerOutputs({ tableName: this.tableName });
  }
}
