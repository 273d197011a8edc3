import {
  AdminListGroupsForUserCommand,
  ListUsersCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "./directory.ts";
import { UsersError } from "./usersError.ts";

/** A user as the command shows and exports it. It has no password: Cognito gives none away. */
export interface UserRecord {
  /** Cognito's own name of the user, which never changes. */
  readonly username: string;
  /** `CONFIRMED`, `FORCE_CHANGE_PASSWORD` and others: API Reference, "UserType". */
  readonly status: string;
  readonly enabled: boolean;
  /** ISO 8601. */
  readonly created: string;
  readonly modified: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads an answer of ListUsers. */
export const toRecord = (user: UserType): UserRecord => ({
  username: user.Username!,
  status: user.UserStatus ?? "UNKNOWN",
  enabled: user.Enabled ?? true,
  created: user.UserCreateDate?.toISOString() ?? "",
  modified: user.UserLastModifiedDate?.toISOString() ?? "",
  attributes: Object.fromEntries(
    (user.Attributes ?? []).map(({ Name, Value }) => [Name!, Value ?? ""]),
  ),
});

/** What people call a user. */
export const nameOf = ({ username, attributes }: UserRecord): string =>
  attributes["email"] ?? attributes["phone_number"] ?? attributes["preferred_username"] ?? username;

/**
 * Finds a user by email address, phone number, `sub` or user name. It lists, because a user who is read by
 * `AdminGetUser` counts as active, which has a price. Source: Cognito Developer Guide, "Quotas in Amazon Cognito".
 *
 * @throws UsersError when there is none, or more than one
 */
export async function findUser(directory: Directory, wanted: string): Promise<UserRecord> {
  const [first, ...others] = await usersNamed(directory, wanted);
  if (!first) {
    throw new UsersError(
      `There is no user "${wanted}" in ${directory.environment}. Name a user by email address, phone number (+49…), ` +
        "sub or user name.",
    );
  }
  if (others.length > 0) {
    const names = [first, ...others].map(({ username }) => username).join(", ");
    throw new UsersError(`Several users are "${wanted}". Name one by its user name: ${names}.`);
  }
  return first;
}

/** The users whom an email address, phone number, `sub` or user name may mean; the first ten. */
export async function usersNamed(
  { cognito, userPoolId: UserPoolId }: Directory,
  wanted: string,
): Promise<UserRecord[]> {
  const Filter = filterOf(attributeOf(wanted), wanted);
  const { Users = [] } = await cognito.send(
    new ListUsersCommand({ UserPoolId, Filter, Limit: 10 }),
  );
  return Users.map(toRecord);
}

function attributeOf(wanted: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted)) return "sub";
  if (/^\+\d+$/.test(wanted)) return "phone_number";
  return wanted.includes("@") ? "email" : "username";
}

/**
 * A filter of ListUsers, in which a value is text whatever it contains.
 *
 * @param value - with `*` at its end, what the attribute begins with
 */
export function filterOf(attribute: string, value: string, allowsPrefix = false): string {
  const isPrefix = allowsPrefix && value.endsWith("*");
  const text = isPrefix ? value.slice(0, -1) : value;
  return `${attribute} ${isPrefix ? "^=" : "="} "${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

/** Names of a user's groups, sorted. */
export async function groupsOf(
  { cognito, userPoolId }: Directory,
  username: string,
): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cognito.send(
      new AdminListGroupsForUserCommand({ UserPoolId: userPoolId, Username: username, NextToken }),
    );
    for (const { GroupName } of page.Groups ?? []) names.push(GroupName!);
    ({ NextToken } = page);
  } while (NextToken);
  return names.sort();
}
