import type { Message } from "../apiTypes/mail.ts";
import { randomBytes } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
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

/** Shows step by step what the platform does for a caller. */
async function walk({ edge, regions }: PlatformState): Promise<void> {
  const [near = "", far] = Object.keys(regions);
  const from = { "x-palisade-client-region": near };

  title("Anyone may request the platform's health");
  await show(`${edge}/health`, { headers: from });

  title("Everything else requires a token");
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

  title("Clients can't forge an identity: the service identifies the caller only by the token");
  await show(`${edge}/catalog`, { headers: { ...signedIn, "x-user-sub": "root" } });

  title("POST /orders allows 20 calls per second, and bursts of 40");
  const statuses = await Promise.all(
    Array.from({ length: 100 }, () =>
      fetch(`${edge}/orders`, placing).then(({ status }) => status),
    ),
  );
  const limited = statuses.filter((status) => status === 429).length;
  remark(`100 parallel calls: ${100 - limited} succeeded, ${limited} refused with 429`);

  if (far) await failOver(edge, near, far, signedIn);
}

async function signUp(region: PlatformState["regions"][string], edge: string): Promise<string> {
  const email = `ada.${randomBytes(3).toString("hex")}@example.com`;
  const password = `Aa1!${randomBytes(8).toString("hex")}`;
  const ClientId = region.clientId;
  const cognito = new CognitoIdentityProviderClient({
    endpoint: region.aws,
    region: region.userPoolId.split("_")[0]!,
    // Sign-up and sign-in need no signature, but the SDK requires credentials.
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

  title(`${near} fails: ${far} responds, with the same token`);
  await change("stop");
  await show(`${edge}/catalog`, { headers });

  title(`${near} is back`);
  await change("start");
  await show(`${edge}/catalog`, { headers });
}
