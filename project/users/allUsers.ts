import {
  paginateListGroups,
  paginateListUsers,
  paginateListUsersInGroup,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "./directory.ts";
import { toRecord, type UserRecord } from "./readUser.ts";
import { UsersError } from "./usersError.ts";

export interface UserQuery {
  /** Filter of ListUsers. @default everybody */
  readonly filter?: string | undefined;
  /** Only users of this group; not with a filter. */
  readonly group?: string | undefined;
}

/** The most that Cognito lists at once. Source: API Reference, "ListUsers". */
const pageSize = 60;

/** Lists users page by page. */
export async function* allUsers(
  { cognito, userPoolId: UserPoolId }: Directory,
  { filter: Filter, group: GroupName }: UserQuery = {},
): AsyncGenerator<UserRecord[]> {
  const options = { client: cognito, pageSize };
  const pages = GroupName
    ? paginateListUsersInGroup(options, { UserPoolId, GroupName })
    : paginateListUsers(options, { UserPoolId, Filter });
  for await (const { Users = [] } of pages) yield Users.map(toRecord);
}

/** Names of the pool's groups. */
export async function groupNames({ cognito, userPoolId }: Directory): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListGroups({ client: cognito, pageSize }, { UserPoolId: userPoolId });
  for await (const { Groups = [] } of pages) names.push(...Groups.map((group) => group.GroupName!));
  return names;
}

/** @throws UsersError when the pool lacks one of the groups */
export async function requireGroups(
  directory: Directory,
  wanted: readonly string[],
): Promise<void> {
  if (wanted.length === 0) return;
  const groups = await groupNames(directory);
  const missing = wanted.find((each) => !groups.includes(each));
  if (missing === undefined) return;
  throw new UsersError(
    `The pool has no group "${missing}". It has ${groups.sort().join(", ") || "none"}.`,
  );
}
