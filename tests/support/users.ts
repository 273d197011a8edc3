import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PlatformState } from "../../local/stateFile.ts";

export const password = "Correct-horse-9";

/** A client of the home region's Cognito that signs nothing, as an app's. */
export function cognitoOf(state: PlatformState) {
  const home = Object.values(state.regions)[0]!;
  const client = new CognitoIdentityProviderClient({
    endpoint: home.aws,
    region: home.userPoolId.split("_")[0]!,
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    signer: { sign: async (request) => request },
  });
  return { client, clientId: home.clientId };
}

export interface Mail {
  subject: string;
  text: string;
}

export async function mailsTo(state: PlatformState, address: string): Promise<Mail[]> {
  const query = new URLSearchParams({ to: address });
  const response = await fetch(`${state.edge}/_palisade/messages?${query}`);
  return ((await response.json()) as { messages: Mail[] }).messages;
}

/** The code in a mail: six digits from Cognito, eight for a sign-in. */
export const codeIn = ({ text }: Mail): string => /\d{6,}/.exec(text)![0];

/** Signs a new user up with the mailed code, and signs them in. */
export async function newUser(state: PlatformState, email: string) {
  const { client, clientId } = cognitoOf(state);
  await client.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: email,
      Password: password,
      UserAttributes: [{ Name: "email", Value: email }],
    }),
  );
  const mail = (await mailsTo(state, email)).at(-1)!;
  await client.send(
    new ConfirmSignUpCommand({
      ClientId: clientId,
      Username: email,
      ConfirmationCode: codeIn(mail),
    }),
  );
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  return {
    idToken: AuthenticationResult!.IdToken!,
    accessToken: AuthenticationResult!.AccessToken!,
  };
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
