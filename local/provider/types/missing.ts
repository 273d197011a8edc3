import { type ListFunctionsCommandOutput, paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateListTables } from "@aws-sdk/client-dynamodb";
import { paginateListPolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { paginateListUserPools } from "@aws-sdk/client-cognito-identity-provider";
import type { ProviderContext, ResourceKind } from "../kind.ts";

type List = (context: ProviderContext) => Promise<(string | undefined)[]>;

/** Compares resources with those that an endpoint lists. */
const notIn =
  (list: List): NonNullable<ResourceKind["missing"]> =>
  async (existing, context) => {
    if (existing.length === 0) return [];
    const ids = new Set(await list(context));
    return existing.map(({ id }) => id).filter((id) => !ids.has(id));
  };

/** All items of a list that comes in pages. */
async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

export const missingTables = notIn(({ aws: { dynamodb } }) =>
  all(paginateListTables({ client: dynamodb }, {}), ({ TableNames }) => TableNames),
);

export const missingRoles = notIn(({ aws: { iam } }) =>
  all(paginateListRoles({ client: iam }, {}), ({ Roles }) =>
    Roles?.map(({ RoleName }) => RoleName),
  ),
);

export const missingPolicies = notIn(({ aws: { iam } }) =>
  all(paginateListPolicies({ client: iam }, { Scope: "Local" }), ({ Policies }) =>
    Policies?.map(({ Arn }) => Arn),
  ),
);

export const missingUserPools = notIn(({ aws: { cognito } }) =>
  all(paginateListUserPools({ client: cognito }, { MaxResults: 60 }), ({ UserPools }) =>
    UserPools?.map(({ Id }) => Id),
  ),
);

const namesOf = ({ Functions }: ListFunctionsCommandOutput) =>
  Functions?.map(({ FunctionName }) => FunctionName);

export const missingFunctions = notIn(({ aws: { lambda } }) =>
  all(paginateListFunctions({ client: lambda }, {}), namesOf),
);

export const missingTopics = notIn(async ({ aws }) => {
  const { paginateListTopics } = await import("@aws-sdk/client-sns");
  return all(paginateListTopics({ client: await aws.sns() }, {}), ({ Topics }) =>
    Topics?.map(({ TopicArn }) => TopicArn),
  );
});

export const missingQueues = notIn(async ({ aws }) => {
  const { paginateListQueues } = await import("@aws-sdk/client-sqs");
  const urls = await all(
    paginateListQueues({ client: await aws.sqs() }, {}),
    ({ QueueUrls }) => QueueUrls,
  );
  return urls.map((url) => aws.url + url.replace(/^https?:\/\/[^/]+/, ""));
});

export const missingBuckets = notIn(async ({ aws }) => {
  const { Buckets = [] } = await (await aws.s3()).listBuckets();
  return Buckets.map(({ Name }) => Name);
});
