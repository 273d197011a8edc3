import { DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { requireGroups } from "./allUsers.ts";
import type { NewUser } from "./changeUser.ts";
import type { Directory } from "./directory.ts";
import { UsersError } from "./usersError.ts";

export interface CreateOptions {
  readonly attribute: readonly (readonly [name: string, value: string])[];
  readonly group: readonly string[];
  /** Whether to send an invitation. */
  readonly message: boolean;
}

/**
 * A user to create. The administrator vouches for the address and the number, so they count as verified.
 *
 * @param name - to sign in with
 * @throws UsersError when the pool has no such name, attribute or group
 */
export async function newUser(
  directory: Directory,
  name: string,
  { attribute, group, message }: CreateOptions,
): Promise<NewUser> {
  const { cognito, userPoolId } = directory;
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  const known = UserPool!.SchemaAttributes?.map(({ Name }) => Name!) ?? [];
  const given = Object.fromEntries([
    ...namedBy(name, UserPool!.UsernameAttributes ?? []),
    ...attribute,
  ]);
  for (const each of Object.keys(given)) {
    if (!known.includes(each)) {
      throw new UsersError(
        `The pool has no attribute "${each}". It has ${known.sort().join(", ")}.`,
      );
    }
  }
  await requireGroups(directory, group);
  if (message && given["email"] === undefined && given["phone_number"] === undefined) {
    throw new UsersError(
      "An invitation needs an address: add --attribute email=jane@example.com, or --no-message.",
    );
  }
  return {
    username: name,
    attributes: { ...verified(given), ...given },
    groups: group,
    invites: message,
  };
}

/** @param names - the attributes that are names to sign in with; none if users have names of their own */
function namedBy(name: string, names: readonly string[]): [string, string][] {
  if (names.length === 0) return [];
  const attribute = /^\+\d+$/.test(name) ? "phone_number" : "email";
  const isOne = attribute === "phone_number" || name.includes("@");
  if (isOne && names.includes(attribute)) return [[attribute, name]];
  const forms = names.map((each) =>
    each === "email" ? "an email address" : "a phone number, such as +4930123456",
  );
  throw new UsersError(
    `Users of this pool sign in with ${forms.join(" or ")}, not with "${name}".`,
  );
}

/** Says that the address and the number are verified: without it, nobody could get a code or set a password. */
export const verified = (given: Readonly<Record<string, string>>): Record<string, string> => ({
  ...(given["email"] !== undefined && { email_verified: "true" }),
  ...(given["phone_number"] !== undefined && { phone_number_verified: "true" }),
});
