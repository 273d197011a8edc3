import type { DescribedUser, FoundUsers, User } from "../../apiTypes/users.ts";
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  type AttributeType,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { ControlError } from "../../control/index.ts";
import { fromAws } from "../awsErrors.ts";

interface PoolAt {
  readonly id: string;
  readonly aws: AwsEndpoint;
}

/** What Cognito's filter can search. (Cognito Developer Guide, "Searching for users using the ListUsers API") */
const searchable = [
  ...["username", "email", "phone_number", "name", "given_name", "family_name"],
  ...["preferred_username", "cognito:user_status", "status", "sub"],
];

interface UserSearch {
  /** What the attribute's value begins with; empty for all users. */
  readonly text: string;
  readonly attribute: string;
  /** At most 60. */
  readonly limit: number;
  /** `next` of an earlier page. */
  readonly cursor: string | undefined;
}

/** A page of a pool's users. @throws ControlError */
export async function listUsers(
  { id, aws }: PoolAt,
  { text, attribute, limit, cursor }: UserSearch,
): Promise<FoundUsers> {
  if (!searchable.includes(attribute)) {
    const allowed = `Use one of: ${searchable.join(", ")}.`;
    throw new ControlError(400, `Users can't be searched by "${attribute}". ${allowed}`);
  }
  const escaped = text.replaceAll(/["\\]/g, (character) => `\\${character}`);
  const { Users = [], PaginationToken } = await fromAws(
    aws.cognito.send(
      new ListUsersCommand({
        UserPoolId: id,
        Limit: limit,
        ...(text !== "" && { Filter: `${attribute} ^= "${escaped}"` }),
        ...(cursor && { PaginationToken: cursor }),
      }),
    ),
  );
  return {
    users: Users.map((user) => userOf({ ...user, all: user.Attributes })),
    ...(PaginationToken && { next: PaginationToken }),
  };
}

/** @throws ControlError 404 */
export async function describeUser({ id, aws }: PoolAt, username: string): Promise<DescribedUser> {
  const input = { UserPoolId: id, Username: username };
  const [user, { Groups = [] }] = await fromAws(
    Promise.all([
      aws.cognito.send(new AdminGetUserCommand(input)),
      aws.cognito.send(new AdminListGroupsForUserCommand({ ...input, Limit: 60 })),
    ]),
  );
  return {
    ...userOf({ ...user, all: user.UserAttributes }),
    groups: Groups.flatMap(({ GroupName }) => GroupName ?? []),
    factors: user.UserMFASettingList ?? [],
    ...(user.PreferredMfaSetting && { preferredFactor: user.PreferredMfaSetting }),
  };
}

interface ListedUser {
  readonly Username?: string | undefined;
  readonly UserStatus?: string | undefined;
  readonly Enabled?: boolean | undefined;
  readonly UserCreateDate?: Date | undefined;
  readonly UserLastModifiedDate?: Date | undefined;
  readonly all: readonly AttributeType[] | undefined;
}

function userOf(user: ListedUser): User {
  const attributes = (user.all ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""]);
  return {
    username: user.Username ?? "",
    status: user.UserStatus ?? "",
    isEnabled: user.Enabled !== false,
    attributes: Object.fromEntries(attributes) as Record<string, string>,
    ...(user.UserCreateDate && { created: user.UserCreateDate.toISOString() }),
    ...(user.UserLastModifiedDate && { changed: user.UserLastModifiedDate.toISOString() }),
  };
}
