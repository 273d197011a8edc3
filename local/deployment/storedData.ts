import {
  ListUsersCommand,
  ListUsersInGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { isGone } from "../provider/errors.ts";
import type { ProviderContext } from "../provider/kind.ts";
import type { KeptResource } from "./keptStack.ts";

/** What resources of a type hold, and whether one holds any. */
interface Store {
  /** After "its". */
  readonly what: string;
  holdsAny(resource: Pick<KeptResource, "id" | "outputs">, aws: AwsEndpoint): Promise<boolean>;
}

/**
 * The types whose content nobody can make again. Others get the same id and content when they are declared again: API keys,
 * log groups, objects of the definition. Clients of a user pool get another id: a removed one has to be refused.
 */
const stores: Readonly<Record<string, Store>> = {
  "aws:cognito/userPool:UserPool": {
    what: "users",
    holdsAny: async ({ id }, { cognito }) => {
      const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: id, Limit: 1 }));
      return Users.length > 0;
    },
  },
  "aws:cognito/userGroup:UserGroup": {
    what: "members",
    holdsAny: async ({ outputs }, { cognito }) => {
      const { Users = [] } = await cognito.send(
        new ListUsersInGroupCommand({
          UserPoolId: String(outputs["userPoolId"]),
          GroupName: String(outputs["name"]),
          Limit: 1,
        }),
      );
      return Users.length > 0;
    },
  },
  // Whatever was encrypted or signed with it needs it.
  "aws:kms/key:Key": { what: "key material", holdsAny: async () => true },
  "aws:dynamodb/table:Table": {
    what: "items",
    holdsAny: async ({ id }, { dynamodb }) => {
      const { Count = 0 } = await dynamodb.send(new ScanCommand({ TableName: id, Limit: 1 }));
      return Count > 0;
    },
  },
  "aws:s3/bucket:Bucket": {
    what: "objects",
    holdsAny: async ({ id }, aws) => {
      const s3 = await aws.s3();
      const { Versions = [] } = await s3.listObjectVersions({ Bucket: id, MaxKeys: 1 });
      return Versions.length > 0;
    },
  },
  "aws:sqs/queue:Queue": {
    what: "messages",
    holdsAny: async ({ id }, aws) => {
      const sqs = await aws.sqs();
      const { Attributes = {} } = await sqs.getQueueAttributes({
        QueueUrl: id,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      });
      return Object.values(Attributes).some((count) => Number(count) > 0);
    },
  },
};

/** What a resource holds that nobody can make again, such as `items`. `undefined` if it holds nothing. */
export async function storedData(
  resource: KeptResource,
  { aws, elsewhere }: ProviderContext,
): Promise<string | undefined> {
  const { type, outputs } = resource;
  const store = stores[type];
  if (!store) return undefined;
  const region = String(outputs["region"] ?? aws.region);
  const endpoint = region === aws.region ? aws : await elsewhere?.(region);
  if (!endpoint) return undefined;
  try {
    return (await store.holdsAny(resource, endpoint)) ? store.what : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
