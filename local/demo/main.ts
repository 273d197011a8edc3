import { randomBytes } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Message } from "../aws/messages.ts";
import type { PlatformState } from "../stateFile.ts";
import { findOrStart } from "./platform.ts";
import { remark, show, title } from "./print.ts";

/** `npm run demo`: walks through sign-up, sign-in and calls. */
export async function run(): Promise<void> {
  const { state, leave } = await findOrStart();
  try {
    await walk(state);
  } finally {
    await leave();
  }
}

/** Everything that the platform does for a caller, one step after the other. */
async function walk({ edge, regions }: PlatformState): Promise<void> {
  const [near = "", far] = Object.keys(regions);
  const from = { "x-palisade-client-region": near };

  title("Anyone may ask for the platform's health");
  await show(`${edge}/health`, { headers: from });

  title("Nothing else answers without a token");
  await show(`${edge}/orders`, { headers: from });

  const idToken = await signUp(regions[near]!, edge);
  const signedIn = { ...from, authorization: `Bearer ${idToken}` };

  title(
    "With it, the call goes gateway → authorizer → throttle → proxy function → private service",
  );
  const order = { method: "POST", body: JSON.stringify({ item: "tea", quantity: 2 }) };
  const placing = { ...order, headers: { ...signedIn, "content-type": "application/json" } };
  await show(`${edge}/orders`, placing);
  await show(`${edge}/orders`, { headers: signedIn });

  title("A client can't say who it is: the service knows the caller from the token alone");
  await show(`${edge}/catalog`, { headers: { ...signedIn, "x-user-sub": "root" } });

  title("POST /orders lets 20 calls a second through, and 40 at once");
  const statuses = await Promise.all(
    Array.from({ length: 100 }, () =>
      fetch(`${edge}/orders`, placing).then(({ status }) => status),
    ),
  );
  const limited = statuses.filter((status) => status === 429).length;
  remark(`100 calls as fast as they go: ${100 - limited} answered, ${limited} refused with 429`);

  if (far) await failOver(edge, near, far, signedIn);
}

async function signUp(region: PlatformState["regions"][string], edge: string): Promise<string> {
  const email = `ada.${randomBytes(3).toString("hex")}@example.com`;
  const password = `Aa1!${randomBytes(8).toString("hex")}`;
  const ClientId = region.clientId;
  const cognito = new CognitoIdentityProviderClient({
    endpoint: region.aws,
    region: region.userPoolId.split("_")[0]!,
    // Signing up and in needs no signature; the SDK wants credentials all the same.
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    signer: { sign: async (request) => request },
  });

  title(`${email} signs up`);
  const UserAttributes = [{ Name: "email", Value: email }];
  await cognito.send(
    new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes }),
  );
  const mail = await lastMail(edge, email);
  remark(`Mail: ${mail.subject}. ${mail.text}`);

  title("The code confirms the address, the password signs in");
  const ConfirmationCode = /\d{6}/.exec(mail.text)![0];
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode }));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  remark(`ID token: ${AuthenticationResult!.IdToken!.slice(0, 60)}…`);
  return AuthenticationResult!.IdToken!;
}

async function lastMail(edge: string, to: string): Promise<Message> {
  const response = await fetch(`${edge}/_palisade/messages?to=${encodeURIComponent(to)}`);
  const { messages } = (await response.json()) as { messages: Message[] };
  return messages.at(-1)!;
}

async function failOver(
  edge: string,
  near: string,
  far: string,
  headers: Record<string, string>,
): Promise<void> {
  const change = (action: string) =>
    show(`${edge}/_palisade/regions/${near}/${action}`, { method: "POST" });

  title(`${near} fails: ${far} answers, with the same token`);
  await change("stop");
  await show(`${edge}/catalog`, { headers });

  title(`${near} is back`);
  await change("start");
  await show(`${edge}/catalog`, { headers });
}
