import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "./directory.ts";
import type { UserRecord } from "./readUser.ts";
import { sendTimed } from "./sendTimed.ts";

export interface NewUser {
  /** The name to sign in with: what the pool takes as one. */
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  /** @default true */
  readonly enabled?: boolean;
  /** Sends an invitation with a password for the first sign-in. Otherwise the user has a password that nobody knows. */
  readonly invites: boolean;
}

/**
 * Creates a user with all that belongs to it, or not at all.
 *
 * Without an invitation, the user can sign in by a mailed code, or set a password by "forgot password".
 *
 * @returns Cognito's own name of the user
 */
export async function createUser(
  { cognito, userPoolId }: Directory,
  user: NewUser,
): Promise<string> {
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: user.username,
      UserAttributes: Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
      ...(user.invites
        ? { DesiredDeliveryMediums: user.username.startsWith("+") ? ["SMS"] : ["EMAIL"] }
        : { MessageAction: "SUPPRESS" }),
    }),
  );
  const created = { UserPoolId: userPoolId, Username: User!.Username! };
  try {
    if (!user.invites) {
      await cognito.send(
        new AdminSetUserPasswordCommand({
          ...created,
          Password: unknownPassword(),
          Permanent: true,
        }),
      );
    }
    for (const GroupName of user.groups) {
      await cognito.send(new AdminAddUserToGroupCommand({ ...created, GroupName }));
    }
    if (user.enabled === false) await cognito.send(new AdminDisableUserCommand(created));
  } catch (error) {
    await cognito.send(new AdminDeleteUserCommand(created));
    throw error;
  }
  return created.Username;
}

/** Meets every password policy: Cognito's have at most 99 characters and four classes. */
const unknownPassword = (): string => `${randomBytes(72).toString("base64")}aA1!`;

/** Keeps a user out, and ends all sessions. */
export async function disableUser(directory: Directory, user: UserRecord): Promise<void> {
  const { cognito, userPoolId } = directory;
  await cognito.send(
    new AdminDisableUserCommand({ UserPoolId: userPoolId, Username: user.username }),
  );
  await signOutUser(directory, user);
}

export async function enableUser(
  { cognito, userPoolId }: Directory,
  user: UserRecord,
): Promise<void> {
  await cognito.send(
    new AdminEnableUserCommand({ UserPoolId: userPoolId, Username: user.username }),
  );
}

/**
 * Ends all sessions of a user: no refresh token works any more and, with a deny list, no other token does. The list
 * comes last, so that it has the tokens of a sign-in that came in between.
 */
export async function signOutUser(directory: Directory, user: UserRecord): Promise<void> {
  const { cognito, userPoolId, revoke } = directory;
  const input = { UserPoolId: userPoolId, Username: user.username };
  const endedAt = await sendTimed(cognito, new AdminUserGlobalSignOutCommand(input));
  await revoke?.(user.attributes["sub"] ?? user.username, endedAt);
}

/**
 * Makes a password useless and sends a code for a new one; an invited user who has not come yet gets a new invitation.
 *
 * @returns what was sent
 */
export async function resetPassword(
  { cognito, userPoolId }: Directory,
  user: UserRecord,
): Promise<"code" | "invitation"> {
  const named = { UserPoolId: userPoolId, Username: user.username };
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    await cognito.send(new AdminCreateUserCommand({ ...named, MessageAction: "RESEND" }));
    return "invitation";
  }
  await cognito.send(new AdminResetUserPasswordCommand(named));
  return "code";
}
