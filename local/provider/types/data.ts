import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { arn, physicalName, required, type ResourceKinds } from "../kind.ts";

export const dataKinds: ResourceKinds = {
  "aws:dynamodb/table:Table": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const rangeKey = inputs["rangeKey"] as string | undefined;
      const keySchema: KeySchemaElement[] = [
        { AttributeName: required(request, "hashKey"), KeyType: "HASH" },
        ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: "RANGE" as const }] : []),
      ];
      const attributes = inputs["attributes"] as { name: string; type: "S" | "N" | "B" }[];
      await context.aws.dynamodb.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: keySchema,
          AttributeDefinitions: attributes.map((attribute): AttributeDefinition => ({
            AttributeName: attribute.name,
            AttributeType: attribute.type,
          })),
        }),
      );
      return { id: name, outputs: { name, arn: arn(request, "dynamodb", `table/${name}`) } };
    },
    delete: ({ id, context }) =>
      context.aws.dynamodb.send(new DeleteTableCommand({ TableName: id })),
  },
};
