import {
  AdminCreateUserCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { decryptCode } from "../../functions/triggers/encryptedCode/decryptCode.ts";
import { createFunctions, miniStack } from "../../local/aws/cognito/testing/miniStack.ts";
import { localAccountId } from "../../local/aws/endpoint.ts";
import { callKms } from "../../local/aws/keys.ts";
import { readMessages } from "../../local/aws/messages.ts";

interface SenderEvent {
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: {
    readonly type: string;
    readonly code: string;
    readonly clientMetadata: Record<string, string> | null;
    readonly userAttributes: Record<string, string>;
  };
}

const keyArn = `arn:aws:kms:eu-west-1:${localAccountId}:key/11111111-2222-4333-8444-555555555555`;
const Password = "Secret-123456";
let count = 0;

/** What a pool's own senders get, read by the code of the platform's senders. It does not send anything. */
describe("custom senders of a local user pool", function () {
  this.timeout(60_000);
  const stack = miniStack();
  const events: SenderEvent[] = [];
  let arrived: () => void = () => {};
  let server: Server;
  let pool: { UserPoolId: string };
  let ClientId: string;
  let email: string;

  const send: typeof stack.aws.cognito.send = (...args: [never]) => stack.aws.cognito.send(...args);

  before(async () => {
    server = createServer((request, response) => {
      void json(request).then((event) => {
        events.push(event as SenderEvent);
        response.end();
        arrived();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const report = `await fetch("${url}", { method: "POST", body: JSON.stringify(event) })`;
    const arns = await createFunctions(stack.aws, {
      senderOfMails: `${report}; if (event.request.clientMetadata?.fails) throw new Error("no")`,
      senderOfTexts: report,
    });
    const { UserPool } = await send(
      new CreateUserPoolCommand({
        PoolName: "users",
        UsernameAttributes: ["email"],
        AutoVerifiedAttributes: ["email", "phone_number"],
        UserAttributeUpdateSettings: {
          AttributesRequireVerificationBeforeUpdate: ["email", "phone_number"],
        },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
        LambdaConfig: {
          CustomEmailSender: { LambdaArn: arns.senderOfMails, LambdaVersion: "V1_0" },
          CustomSMSSender: { LambdaArn: arns.senderOfTexts, LambdaVersion: "V1_0" },
          KMSKeyID: keyArn,
        },
      }),
    );
    pool = { UserPoolId: UserPool!.Id! };
    const { UserPoolClient } = await send(
      new CreateUserPoolClientCommand({
        ...pool,
        ClientName: "app",
        ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
      }),
    );
    ClientId = UserPoolClient!.ClientId!;
  });
  beforeEach(() => {
    email = `user-${count++}@example.com`;
    events.length = 0;
  });
  after(() => server.close());

  /** The next event, which arrives after Cognito's response. */
  async function nextEvent(): Promise<SenderEvent> {
    while (events.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    return events.shift()!;
  }

  const codeIn = ({ request }: SenderEvent) =>
    decryptCode(request.code, keyArn, async (ciphertext, EncryptionContext) => {
      const { Plaintext } = (await callKms(stack.aws, "Decrypt", {
        KeyId: keyArn,
        CiphertextBlob: ciphertext.toString("base64"),
        EncryptionContext,
      })) as { Plaintext: string };
      return Buffer.from(Plaintext, "base64");
    });

  const signUp = (ClientMetadata?: Record<string, string>) =>
    send(new SignUpCommand({ ClientId, Username: email, Password, ClientMetadata }));

  it("get codes that confirm users, and Cognito sends nothing", async () => {
    await signUp({ locale: "de" });

    const event = await nextEvent();
    assert.equal(event.triggerSource, "CustomEmailSender_SignUp");
    assert.equal(event.request.type, "customEmailSenderRequestV1");
    assert.equal(event.userPoolId, pool.UserPoolId);
    assert.equal(event.callerContext.clientId, ClientId);
    assert.deepEqual(event.request.clientMetadata, { locale: "de" });
    assert.equal(event.request.userAttributes["email"], email);
    assert.equal(event.request.userAttributes["sub"], event.userName);
    const ConfirmationCode = await codeIn(event);
    assert.match(ConfirmationCode, /^\d{6}$/);
    await send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode }));
    const sent = await readMessages(stack.aws);
    assert.deepEqual(
      sent.filter(({ to }) => to.includes(email)),
      [],
    );
  });

  it("get a new code when the user asks for one, though the sender failed", async () => {
    await signUp({ fails: "yes" });
    const first = await nextEvent();
    await send(new ResendConfirmationCodeCommand({ ClientId, Username: email }));

    const event = await nextEvent();
    assert.equal(event.triggerSource, "CustomEmailSender_ResendCode");
    assert.notEqual(await codeIn(event), await codeIn(first));
  });

  it("get the temporary password of an invited user", async () => {
    await send(
      new AdminCreateUserCommand({
        ...pool,
        Username: email,
        TemporaryPassword: 'Temp-"1234 5"',
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );

    const event = await nextEvent();
    assert.equal(event.triggerSource, "CustomEmailSender_AdminCreateUser");
    assert.equal(event.callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
    assert.equal(await codeIn(event), 'Temp-"1234 5"');
  });

  it("get codes for sign-in, forgotten passwords and new addresses, which go to these", async () => {
    await signUp();
    const ConfirmationCode = await codeIn(await nextEvent());
    await send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode }));
    await send(new ForgotPasswordCommand({ ClientId, Username: email }));
    assert.equal((await nextEvent()).triggerSource, "CustomEmailSender_ForgotPassword");

    const { Session } = await send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: "EMAIL_OTP" },
      }),
    );
    const challenge = await nextEvent();
    assert.equal(challenge.triggerSource, "CustomEmailSender_Authentication");
    const { AuthenticationResult } = await send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "EMAIL_OTP",
        Session,
        ChallengeResponses: { USERNAME: email, EMAIL_OTP_CODE: await codeIn(challenge) },
      }),
    );
    const { AccessToken } = AuthenticationResult!;
    for (const [Name, Value, triggerSource, type] of [
      ["email", `new-${email}`, "CustomEmailSender_UpdateUserAttribute", "customEmailSender"],
      ["phone_number", "+15550100", "CustomSMSSender_UpdateUserAttribute", "customSMSSender"],
    ] as const) {
      await send(
        new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }),
      );
      const event = await nextEvent();
      assert.equal(event.triggerSource, triggerSource);
      assert.equal(event.request.type, `${type}RequestV1`);
      assert.equal(event.request.userAttributes[Name], Value);
    }
  });

  it("get codes that a change of the message, or another key, makes unreadable", async () => {
    await signUp();
    const event = await nextEvent();
    const message = Buffer.from(event.request.code, "base64");
    message[message.length - 1]! ^= 1;
    const changed = { ...event, request: { ...event.request, code: message.toString("base64") } };

    await assert.rejects(codeIn(changed), { name: "EncryptedMessageError" });
    await assert.rejects(
      decryptCode(event.request.code, `${keyArn}6`, async () => Buffer.alloc(32)),
      /it is for another key/,
    );
    assert.ok(!JSON.stringify(event).includes(await codeIn(event)));
  });
});
