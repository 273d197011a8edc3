import {
  AdminAddUserToGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createUser } from "../../project/users/changeUser.ts";
import type { Directory } from "../../project/users/directory.ts";
import { newUser, verified } from "../../project/users/newUser.ts";
import { findUser, usersNamed } from "../../project/users/readUser.ts";
import { type SeedFile, SeedError, type SeedUser } from "./seedFile.ts";

/** Says that a password is made up. */
const madeUp = /example|test|local|demo|seed|dummy|sample|password|secret|change/i;

/** Warnings about passwords that may be somebody's: seeds are in the repository. */
export const passwordWarnings = ({ seeds, at }: SeedFile): string[] =>
  (seeds.users ?? []).flatMap(({ password }, index) =>
    password === undefined || madeUp.test(password)
      ? []
      : `${at("users", index, "password")} may be a real one, and seeds are in the repository. Use one that says that it is none, such as "Example-1234".`,
  );

/**
 * Creates a user, or gives an existing one the attributes, the password and the groups.
 *
 * @param where - for messages
 * @throws SeedError when the pool refuses it
 */
export async function storeUser(
  directory: Directory,
  user: SeedUser,
  where: string,
): Promise<void> {
  const { cognito, userPoolId: UserPoolId } = directory;
  const { username, password, attributes = {}, groups = [] } = user;
  try {
    const group = [...groups];
    const created = await newUser(directory, username, {
      ...{ attribute: Object.entries(attributes), group, message: false },
    });
    const known = await usersNamed(directory, username);
    if (known.length === 0) await createUser(directory, created);
    const { username: Username } = await findUser(directory, username);
    if (known.length > 0) {
      const given = Object.entries({ ...attributes, ...verified(attributes) });
      const UserAttributes = given.map(([Name, Value]) => ({ Name, Value }));
      const update = { UserPoolId, Username, UserAttributes };
      if (given.length > 0) await cognito.send(new AdminUpdateUserAttributesCommand(update));
      for (const GroupName of groups)
        await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    }
    if (password === undefined) return;
    const set = { UserPoolId, Username, Password: password, Permanent: true };
    await cognito.send(new AdminSetUserPasswordCommand(set));
  } catch (error) {
    throw new SeedError(`${where}: ${(error as Error).message}`);
  }
}

/** The `sub` of a user. @throws SeedError when there is none */
export async function subOf(
  directory: Directory,
  username: string,
  where: string,
): Promise<string> {
  const [user] = await usersNamed(directory, username);
  const sub = user?.attributes["sub"];
  if (sub !== undefined) return sub;
  throw new SeedError(`${where}: there is no user "${username}". Add the user to the seeds.`);
}
