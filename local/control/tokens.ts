import { readToken } from "../routes/readCall.ts";
import type { TokenToHandOut } from "../routes/triedCall.ts";
import type { PlatformState } from "../stateFile.ts";
import { ControlError } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

/** `GET tokens`: who may be signed in, and `POST tokens`: a token, as `npm run token` prints it. */
export const tokenEndpoints = (state: () => PlatformState): Endpoint[] => [
  {
    method: "GET",
    path: "tokens",
    handle: async () => {
      const { tokenChoices } = await import("../tokens/choices.ts");
      return tokenChoices(state());
    },
  },
  {
    method: "POST",
    path: "tokens",
    handle: async (request) => handOutToken(readToken(await request.json()), state()),
  },
];

/**
 * A token of a running platform, without a password, a code or a second factor.
 *
 * @returns the token, and what was created for it
 * @throws ControlError 409 when there is no such token
 */
export async function handOutToken(
  { user, groups = [], client, machine, scopes = [], access }: TokenToHandOut,
  state: PlatformState,
): Promise<{ token: string; notes: string[] }> {
  // The SDK loads when it is first needed.
  const { tokenOf } = await import("../tokens/tokens.ts");
  const notes: string[] = [];
  const wanted = {
    ...(user !== undefined && { user }),
    ...(client !== undefined && { client }),
    ...(machine !== undefined && { machine }),
    ...(access && { access }),
  };
  try {
    const all = { ...wanted, group: groups, scope: scopes };
    return { token: await tokenOf(state, all, (note) => notes.push(note)), notes };
  } catch (error) {
    return refuse(error);
  }
}

/** @throws ControlError 409 for an error that is for who asked, else the error */
export function refuse(error: unknown): never {
  throw isRefusal(error) ? new ControlError(409, error.message) : error;
}

/** Errors whose message is for who asked: the commands' own, and what Cognito says about a wrong value. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  (["TokenError", "UsersError"].includes(error.name) ||
    (error as { $fault?: string }).$fault === "client");
