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
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type { Properties } from "../../graph/resource.ts";
import { arn, physicalName, required, type ResourceKinds, type UpdateRequest } from "../kind.ts";

export const dataKinds: ResourceKinds = {
  "aws:dynamodb/table:Table": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      required(request, "hashKey");
      const [globals, locals] = [globalIndexes(inputs), localIndexes(inputs)];
      await context.aws.dynamodb.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: keySchema(inputs as Keys),
          AttributeDefinitions: attributes(inputs),
          // AWS refuses empty lists.
          ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals } : {}),
          ...(locals.length > 0 ? { LocalSecondaryIndexes: locals } : {}),
        }),
      );
      return { id: name, outputs: { name, arn: arn(request, "dynamodb", `table/${name}`) } };
    },
    update: updateIndexes,
    delete: ({ id, context }) =>
      context.aws.dynamodb.send(new DeleteTableCommand({ TableName: id })),
  },
};

/** Keys of a table or an index. */
interface Keys {
  readonly hashKey?: string;
  readonly rangeKey?: string;
  /** Instead of the two, where an index has more of them. */
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

/** DynamoDB takes one change of one index at a time; a changed index is another one. */
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
