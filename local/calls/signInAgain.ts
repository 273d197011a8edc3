import { ControlError } from "../control/index.ts";
import { handOutToken } from "../control/tokens.ts";
import type { PlatformState } from "../stateFile.ts";

/** Whose expired token is to be replaced, as the token itself says. */
export interface Caller {
  /** The name of the user in the pool. */
  readonly username: string;
  readonly clientId: string | undefined;
  readonly use: "id" | "access";
  /** Of an access token. */
  readonly scopes: readonly string[];
}

export type SignInAgain = (caller: Caller) => Promise<string>;

/**
 * Signs users in again, without a password, as `npm run token` does.
 *
 * @param state - addresses of the running platform
 */
export const signInAgain =
  (state: () => PlatformState): SignInAgain =>
  async ({ username, clientId, use, scopes }) => {
    await requireUser(state(), username);
    const client = clientId !== undefined && { client: clientId };
    const wanted = { user: username, scopes, access: use === "access", ...client };
    return (await handOutToken(wanted, state())).token;
  };

/** Otherwise the user would be created. */
async function requireUser(state: PlatformState, username: string): Promise<void> {
  // The SDK loads when it is first needed.
  const { directoryOf } = await import("../tokens/directory.ts");
  const { usersNamed } = await import("../../project/users/readUser.ts");
  const directory = directoryOf(state);
  try {
    if ((await usersNamed(directory, username)).length > 0) return;
  } finally {
    directory.close();
  }
  throw new ControlError(409, `Its token has expired, and there is no user ${username} any more.`);
}
