import type { DescribedPool, Pool } from "../../apiTypes/users.ts";
import {
  DescribeUserPoolCommand,
  ListGroupsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { unknownName } from "../../control/index.ts";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { fromAws } from "../awsErrors.ts";
import type { Regions } from "../regions.ts";
import { urnOf } from "../resources/urn.ts";

/** The user pools that the stacks of all regions declare. */
const poolsOf = (regions: Regions): (Pool & { readonly aws: AwsEndpoint })[] =>
  regions.all.flatMap(({ name: region, resources, aws }) =>
    resources
      .filter(({ type }) => type === "aws:cognito/userPool:UserPool")
      .map((pool) => ({ id: pool.id, name: pool.name, region, urn: urnOf(pool, region), aws })),
  );

/** @throws ControlError 404 */
export function poolWith(regions: Regions, id: string): Pool & { readonly aws: AwsEndpoint } {
  const pools = poolsOf(regions);
  const found = pools.find((pool) => pool.id === id);
  if (found) return found;
  throw unknownName(
    "user pool",
    id,
    pools.map((pool) => pool.id),
  );
}

export const describePools = (regions: Regions): Promise<DescribedPool[]> =>
  Promise.all(
    poolsOf(regions).map(async ({ aws, ...pool }) => {
      const UserPoolId = pool.id;
      const [{ UserPool }, { Groups = [] }] = await fromAws(
        Promise.all([
          aws.cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
          aws.cognito.send(new ListGroupsCommand({ UserPoolId, Limit: 60 })),
        ]),
      );
      return {
        ...pool,
        mfa: UserPool?.MfaConfiguration ?? "OFF",
        signInBy: [...(UserPool?.UsernameAttributes ?? []), ...(UserPool?.AliasAttributes ?? [])],
        groups: Groups.flatMap(({ GroupName }) => GroupName ?? []),
        users: UserPool?.EstimatedNumberOfUsers ?? 0,
      };
    }),
  );
