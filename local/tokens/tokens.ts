import { DescribeUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "../../project/users/directory.ts";
import { machinesIn } from "../../project/users/machines.ts";
import type { PlatformState } from "../stateFile.ts";
import { userPoolRegion } from "../userPoolRegion.ts";
import { developer } from "./developer.ts";
import { directoryOf } from "./directory.ts";
import { TokenError, unknown } from "./tokenError.ts";

/** Whose token, and which. */
export interface WantedToken {
  /** What the user signs in with. @default a user for development */
  readonly user?: string;
  /** Groups that the user joins. */
  readonly group: readonly string[];
  /** Name or id of an app client. @default the platform's own */
  readonly client?: string;
  /** Name of a machine, whose token it is instead of a user's. */
  readonly machine?: string;
  /** Scopes that the access token must have. */
  readonly scope: readonly string[];
  /** An access token. @default an ID token, unless there are scopes */
  readonly access?: true;
}

/** The part of a running platform that tokens come from. */
type TokenSource = Pick<PlatformState, "regions">;

/** Time limit of a request for a token, in ms. It runs functions, which a busy machine delays. */
const timeoutMs = 10_000;

/**
 * A token of the running platform.
 *
 * @param say - tells what was created for it
 * @throws TokenError when there is no such client, group or scope, or the sign-in is refused
 */
export async function tokenOf(
  state: TokenSource,
  options: WantedToken,
  say: (text: string) => void,
): Promise<string> {
  const directory = directoryOf(state);
  try {
    return options.machine === undefined
      ? await userToken(state, directory, options, say)
      : await machineToken(state, directory, options.machine, options.scope);
  } finally {
    directory.close();
  }
}

async function userToken(
  state: TokenSource,
  directory: Directory,
  options: WantedToken,
  say: (text: string) => void,
): Promise<string> {
  const { scope } = options;
  const clientId = await findClient(state, directory, options.client);
  const { username } = await developer(directory, options, say);
  const { idToken, accessToken } = await handedOut(state, { clientId, username, scopes: scope });
  checkScopes(accessToken, scope);
  return options.access || scope.length > 0 ? accessToken : idToken;
}

/** The id of an app client of users. */
async function findClient(
  state: TokenSource,
  directory: Directory,
  wanted: string | undefined,
): Promise<string> {
  const { clientId, clients = {} } = userPoolRegion(state);
  if (wanted === undefined || wanted === clientId) return clientId;
  const machines = (await machinesIn(directory)).map((machine) => machine.clientId);
  const ofUsers = Object.entries(clients).filter(([, id]) => !machines.includes(id));
  const found = ofUsers.find((client) => client.includes(wanted));
  if (found) return found[1];
  const names = ofUsers.map(([name]) => name);
  if (clients[wanted] !== undefined) {
    throw new TokenError(
      `Users don't sign in by "${wanted}". For its own token: --machine ${wanted}`,
    );
  }
  throw unknown("app client", wanted, [...names, clientId]);
}

interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

/** Asks the platform for a user's tokens, which needs no password, code or second factor. */
async function handedOut(
  state: TokenSource,
  wanted: { clientId: string; username: string; scopes: readonly string[] },
): Promise<Tokens> {
  const { aws, accessKey, userPoolId } = userPoolRegion(state);
  if (!accessKey) {
    throw new TokenError(
      `The user pool is at an AWS endpoint of your own, ${aws}, which hands out no tokens. Sign in there.`,
    );
  }
  const response = await fetch(`${aws}/_palisade/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessKey.secretAccessKey}` },
    body: JSON.stringify({ userPoolId, ...wanted }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new TokenError(`${aws} returned ${response.status} for a token.`);
  const output = (await response.json()) as Tokens | { readonly refusal: string };
  if ("refusal" in output) throw new TokenError(`The sign-in was refused: ${output.refusal}`);
  return output;
}

function checkScopes(accessToken: string, scopes: readonly string[]): void {
  const [, claims = ""] = accessToken.split(".");
  const { scope = "" } = JSON.parse(Buffer.from(claims, "base64url").toString()) as {
    scope?: string;
  };
  const given = scope.split(" ");
  const missing = scopes.find((each) => !given.includes(each));
  if (missing === undefined) return;
  throw new TokenError(
    `The user gets no scope "${missing}" but ${given.join(", ")}. ` +
      "The app client must allow it, or a group of the user must give it: --group <name>.",
  );
}

/** A machine's token, with all its scopes unless some are wanted. */
async function machineToken(
  state: TokenSource,
  directory: Directory,
  name: string,
  scopes: readonly string[],
): Promise<string> {
  const machines = await machinesIn(directory);
  const found = machines.find(({ machine }) => machine === name);
  if (!found) {
    const names = machines.map(({ machine }) => machine);
    throw unknown("machine", name, names);
  }
  const { UserPoolClient: client } = await directory.cognito.send(
    new DescribeUserPoolClientCommand({
      UserPoolId: directory.userPoolId,
      ClientId: found.clientId,
    }),
  );
  const allowed = client!.AllowedOAuthScopes ?? [];
  const missing = scopes.find((each) => !allowed.includes(each));
  if (missing !== undefined) throw unknown(`scope of ${name}`, missing, allowed);
  const response = await fetch(`${userPoolRegion(state).aws}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "client_credentials", client_id: found.clientId },
      client_secret: client!.ClientSecret!,
      ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const output = (await response.json()) as { access_token?: string; error?: string };
  if (output.access_token !== undefined) return output.access_token;
  throw new TokenError(`The token endpoint refused ${name}: ${output.error}.`);
}
