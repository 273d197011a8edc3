import * as aws from "@pulumi/aws";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { lambda } from "../../api/index.ts";
import { definePlatform, type Platform, type ResourceScope } from "../../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "../../region/index.ts";
import type { FunctionDefinition } from "../index.ts";

export const entry = "components/functions/testing/thumbnail.ts";

const services = {
  orders: {
    directory: "services/orders",
    tables: { orders: { partitionKey: "owner", actions: ["GetItem"], replicas: "all" } },
  },
} as const;

/** A platform with a function and the resources that it may use. */
export const platformWith = (thumbnail: Partial<FunctionDefinition>, more: object = {}): Platform =>
  definePlatform({
    name: "Test",
    services: structuredClone(services) as never,
    resources: ({ name, options }: ResourceScope) => ({
      jobs: new aws.sqs.Queue(`${name}-jobs`, { visibilityTimeoutSeconds: 120 }, options),
      files: new aws.s3.Bucket(`${name}-files`, {}, options),
      notes: new aws.dynamodb.Table(
        `${name}-notes`,
        { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" },
        options,
      ),
      news: new aws.sns.Topic(`${name}-news`, {}, options),
    }),
    functions: { thumbnail: { entry, ...thumbnail } as never },
    routes: { "POST /thumbnails": lambda("thumbnail") },
    ...more,
  } as never);

const network = {
  vpcId: "vpc",
  publicSubnetIds: ["public-1", "public-2"],
  privateSubnetIds: ["private-1", "private-2"],
  isolatedSubnetIds: [],
};

/** Records the resources of a region. */
export function record(
  definition: Platform,
  more: Partial<RegionalPlatformArgs> = {},
  name = "test",
) {
  const zones = ["us-east-1a", "us-east-1b"];
  const args = { region: "us-east-1", definition, zones, production: false, ...more };
  return recordResources(() => new RegionalPlatform(name, args), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
    "awsx:ec2:Vpc": network,
    "aws:s3/bucket:Bucket": { bucket: "files" },
  });
}

/** The statements of a role's policy, as `actions on resources`. */
export const statementsOf = (
  recorded: Awaited<ReturnType<typeof record>>,
  role: string,
): string[] => {
  const policy = recorded.inputs("RolePolicy", role)["policy"] as string;
  const { Statement } = JSON.parse(policy) as {
    Statement: { Action: string[]; Resource: string[] }[];
  };
  return Statement.map(({ Action, Resource }) => `${Action.join()} on ${Resource.join()}`);
};
