import {
  AdminAddUserToGroupCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { groupNames } from "../../project/users/allUsers.ts";
import { createUser } from "../../project/users/changeUser.ts";
import type { Directory } from "../../project/users/directory.ts";
import { newUser } from "../../project/users/newUser.ts";
import { printable } from "../../project/users/printable.ts";
import {
  findUser,
  groupsOf,
  nameOf,
  type UserRecord,
  usersNamed,
} from "../../project/users/readUser.ts";
import { TokenError, unknown } from "./tokenError.ts";

interface Wanted {
  readonly user?: string;
  readonly group: readonly string[];
}

/**
 * The user whose token is wanted, in the groups that are wanted. A missing one is created with a confirmed address and a
 * password that nobody knows.
 *
 * @param say - tells that one was created
 * @throws TokenError when the pool has no such group, or the user may not sign in
 */
export async function developer(
  directory: Directory,
  { user, group }: Wanted,
  say: (text: string) => void,
): Promise<UserRecord> {
  await checkGroups(directory, group);
  const signInNames = await signInNamesOf(directory);
  const name = user ?? usualName(signInNames);
  if ((await usersNamed(directory, name)).length === 0) {
    await create(directory, name, signInNames);
    say(`User ${printable(name)} was created.`);
  }
  const found = await findUser(directory, name);
  checkMaySignIn(found);
  await join(directory, found, group);
  return found;
}

async function checkGroups(directory: Directory, group: readonly string[]): Promise<void> {
  if (group.length === 0) return;
  const names = await groupNames(directory);
  const missing = group.find((each) => !names.includes(each));
  if (missing !== undefined) throw unknown("group", missing, names);
}

/** The attributes that are names to sign in with; none if users have names of their own. */
async function signInNamesOf({ cognito, userPoolId }: Directory): Promise<readonly string[]> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  return UserPool!.UsernameAttributes ?? [];
}

/** The number is one of those that are kept for fiction. Source: NANPA, "555 line numbers". */
function usualName(signInNames: readonly string[]): string {
  if (signInNames.includes("email")) return "developer@example.com";
  return signInNames.length > 0 ? "+12025550100" : "developer";
}

/** In a pool whose users have names of their own, an address is no name. */
async function create(
  directory: Directory,
  name: string,
  signInNames: readonly string[],
): Promise<void> {
  const isOwn = signInNames.length === 0;
  const username = isOwn ? name.split("@")[0]! : name;
  const email = name.includes("@") ? name : `${name}@example.com`;
  const attribute = isOwn ? ([["email", email]] as const) : [];
  const options = { attribute, group: [], message: false };
  await createUser(directory, await newUser(directory, username, options));
}

function checkMaySignIn(user: UserRecord): void {
  const name = printable(nameOf(user));
  if (!user.enabled) {
    throw new TokenError(`${name} is disabled. Enable the user: npm run users -- enable ${name}`);
  }
  const fault = faults[user.status];
  if (fault !== undefined) throw new TokenError(`${name} ${fault}, or name another user.`);
}

/** Why users can't sign in yet, by their status, and what to do. */
const faults: Readonly<Record<string, string>> = {
  UNCONFIRMED: "has not confirmed the address. Confirm it with the mailed code",
  FORCE_CHANGE_PASSWORD: "has not accepted the invitation. Set a password at a first sign-in",
  RESET_REQUIRED: "must set a new password. Set it with the code that was sent",
};

/** Adds a user to the groups that the user is not in yet. */
async function join(
  directory: Directory,
  { username: Username }: UserRecord,
  group: readonly string[],
): Promise<void> {
  const { cognito, userPoolId: UserPoolId } = directory;
  const joined = group.length > 0 ? await groupsOf(directory, Username) : [];
  for (const GroupName of group.filter((each) => !joined.includes(each))) {
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  }
}
