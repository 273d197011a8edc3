import { isDeepStrictEqual } from "node:util";
import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type KeyType,
  type LocalSecondaryIndex,
  type Projection,
  type ProjectionType,
  type StreamViewType,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  physicalName,
  required,
  type ResourceKind,
  type ResourceKinds,
  type UpdateRequest,
} from "../kind.ts";
import { missingTables } from "./missing.ts";
import { addReplicas, changeReplicas, removeReplicas } from "./replicas.ts";
import { putTtl, ttlOf } from "./ttl.ts";

const table: ResourceKind = {
  autoname: "name",
  create: async (request) => {
    const { inputs, context } = request;
    const name = physicalName(request);
    required(request, "hashKey");
    const [globals, locals] = [globalIndexes(inputs), localIndexes(inputs)];
    const { TableDescription } = await context.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: keySchema(inputs as Keys),
        AttributeDefinitions: attributes(inputs),
        ...(inputs["deletionProtectionEnabled"] === true
          ? { DeletionProtectionEnabled: true }
          : {}),
        ...(inputs["streamEnabled"] === true ? { StreamSpecification: stream(inputs) } : {}),
        // DynamoDB refuses empty lists.
        ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals } : {}),
        ...(locals.length > 0 ? { LocalSecondaryIndexes: locals } : {}),
      }),
    );
    await addReplicas(context, name, inputs);
    if (ttlOf(inputs)) await putTtl(context, name, {}, inputs);
    const { LatestStreamArn: streamArn, LatestStreamLabel: streamLabel } = TableDescription ?? {};
    return {
      id: name,
      outputs: {
        name,
        arn: arn(request, "dynamodb", `table/${name}`),
        ...(streamArn && { streamArn, streamLabel }),
      },
    };
  },
  update: async (request) => {
    await updateIndexes(request);
    const streamed = await updateStream(request);
    await changeReplicas(request.context, request.id, request.outputs, request.inputs);
    await putTtl(request.context, request.id, request.outputs, request.inputs);
    await updateProtection(request);
    return streamed;
  },
  delete: async ({ id, outputs, context }) => {
    await removeReplicas(context, id, outputs);
    await context.aws.dynamodb.send(new DeleteTableCommand({ TableName: id }));
  },
  missing: missingTables,
};

export const dynamodbKinds: ResourceKinds = { "aws:dynamodb/table:Table": table };

const stream = (inputs: Properties) => ({
  StreamEnabled: true,
  StreamViewType: inputs["streamViewType"] as StreamViewType,
});

async function updateProtection({ id, inputs, changed, context }: UpdateRequest): Promise<void> {
  if (!changed.includes("deletionProtectionEnabled")) return;
  const DeletionProtectionEnabled = inputs["deletionProtectionEnabled"] === true;
  await context.aws.dynamodb.send(
    new UpdateTableCommand({ TableName: id, DeletionProtectionEnabled }),
  );
}

/** Turns the stream on or off, which DynamoDB does in a request of its own. */
async function updateStream({ id, inputs, changed, context }: UpdateRequest): Promise<Properties> {
  if (!changed.includes("streamEnabled")) return {};
  const StreamSpecification =
    inputs["streamEnabled"] === true ? stream(inputs) : { StreamEnabled: false };
  const { TableDescription } = await context.aws.dynamodb.send(
    new UpdateTableCommand({ TableName: id, StreamSpecification }),
  );
  return {
    streamArn: TableDescription?.LatestStreamArn,
    streamLabel: TableDescription?.LatestStreamLabel,
  };
}

/** Keys of a table or an index. */
interface Keys {
  readonly hashKey?: string;
  readonly rangeKey?: string;
  /** Replaces both for an index with more keys. */
  readonly keySchemas?: readonly { readonly attributeName: string; readonly keyType: KeyType }[];
}

interface Index extends Keys {
  readonly name: string;
  readonly projectionType: ProjectionType;
  readonly nonKeyAttributes?: string[];
}

function keySchema({ hashKey, rangeKey, keySchemas }: Keys): KeySchemaElement[] {
  if (keySchemas && keySchemas.length > 0) {
    return keySchemas.map(({ attributeName, keyType }) => ({
      AttributeName: attributeName,
      KeyType: keyType,
    }));
  }
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: "RANGE" as const }] : []),
  ];
}

const attributes = (inputs: Properties): AttributeDefinition[] =>
  (inputs["attributes"] as { name: string; type: "S" | "N" | "B" }[]).map(({ name, type }) => ({
    AttributeName: name,
    AttributeType: type,
  }));

const globalIndexes = (inputs: Properties): GlobalSecondaryIndex[] =>
  indexesOf(inputs, "globalSecondaryIndexes").map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: projection(index),
  }));

const localIndexes = (inputs: Properties): LocalSecondaryIndex[] =>
  indexesOf(inputs, "localSecondaryIndexes").map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema({ ...index, hashKey: String(inputs["hashKey"]) }),
    Projection: projection(index),
  }));

const indexesOf = (inputs: Properties, property: string): Index[] =>
  (inputs[property] ?? []) as Index[];

const projection = ({ projectionType, nonKeyAttributes }: Index): Projection => ({
  ProjectionType: projectionType,
  ...(nonKeyAttributes ? { NonKeyAttributes: nonKeyAttributes } : {}),
});

/** DynamoDB accepts one change of an index at a time, and replaces an index that differs. */
async function updateIndexes({ id, inputs, outputs, context }: UpdateRequest): Promise<void> {
  const { dynamodb } = context.aws;
  const [before, after] = [globalIndexes(outputs), globalIndexes(inputs)];
  const without = (index: GlobalSecondaryIndex, others: GlobalSecondaryIndex[]) =>
    !others.some((other) => isDeepStrictEqual(index, other));
  const changes = [
    ...before
      .filter((index) => without(index, after))
      .map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...after.filter((index) => without(index, before)).map((index) => ({ Create: index })),
  ];
  for (const change of changes) {
    await dynamodb.send(
      new UpdateTableCommand({
        TableName: id,
        AttributeDefinitions: attributes(inputs),
        GlobalSecondaryIndexUpdates: [change],
      }),
    );
  }
}
