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
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import assert from "node:assert/strict";
import { decryptCode } from "../../functions/triggers/encryptedCode/decryptCode.ts";
import { secret } from "../../components/platform.ts";
import { createFunctions } from "../../local/aws/cognito/testing/miniStack.ts";
import { localAccountId, ownAuthorization } from "../../local/aws/endpoint.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { Provider } from "../support/provider.ts";
import { decryptedCode } from "../support/senderCodes.ts";
import { TestDirectory } from "../support/testDirectory.ts";
import { createUser } from "../support/users.ts";

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

interface Sent {
  readonly authorization: string | undefined;
  readonly body: { readonly to: string; readonly subject: string; readonly html: string };
}

/** What a pool's own senders get: by the platform's functions with a team's code, and as it is on the wire. */
describe("custom senders of a local user pool", function () {
  this.timeout(120_000); // MiniStack may have to be installed.
  const mails = new Provider<Sent>();
  const directory = new TestDirectory(async () => {
    await mails.start((authorization, body) => ({ authorization, body: body as Sent["body"] }));
    return {
      environment: "test",
      messages: "messages/",
      triggers: {
        customEmailSender: {
          entry: "tests/examples/handlers/sendMail.ts",
          environment: { PROVIDER_URL: mails.url },
          secrets: { MAIL_KEY: secret("{environment}/mail") },
        },
      },
    };
  });
  const stack = directory.cloud;
  const events = new Provider<SenderEvent>();
  let pool: { UserPoolId: string };
  let ClientId: string;
  let email: string;

  const send: typeof stack.aws.cognito.send = (...args: [never]) => stack.aws.cognito.send(...args);

  /** As an administrator would, at the ARN that the function was given. */
  async function storeSecret(name: string, value: string): Promise<void> {
    const FunctionName = directory.idOf("Function", "users-customEmailSender");
    const { Environment } = await stack.aws.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    const arn = Environment!.Variables!["MAIL_KEY_SECRET"];
    await fetch(`${stack.aws.url}/_palisade/secrets`, {
      method: "POST",
      headers: ownAuthorization(stack.aws),
      body: JSON.stringify([{ arn, name, value }]),
    });
  }

  before(async () => {
    await storeSecret("test/mail", "k-1");
    await events.start((_authorization, body) => body as SenderEvent);
    const report = `await fetch("${events.url}", { method: "POST", body: JSON.stringify(event) })`;
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
    events.requests.length = 0;
    mails.requests.length = 0;
  });
  after(() => {
    events.close();
    mails.close();
  });

  const nextEvent = () => events.next();

  const codeIn = ({ request }: SenderEvent) => decryptedCode(stack.aws, keyArn, request.code);

  const signUp = (ClientMetadata?: Record<string, string>) =>
    send(new SignUpCommand({ ClientId, Username: email, Password, ClientMetadata }));

  const codeMailed = ({ body }: Sent) => /class="code">([^<]+)</.exec(body.html)![1]!;

  it("hand the code to a team's own code, which mails it by its provider, and the code confirms", async () => {
    await directory.app.signUp(email);

    const sent = await mails.next();
    assert.equal(sent.authorization, "Bearer k-1");
    assert.equal(sent.body.to, email);
    assert.equal(sent.body.subject, "Welcome to Test");
    await directory.app.confirm(email, codeMailed(sent));
    assert.ok((await directory.app.signIn(email)).AccessToken);
    const cognitos = (await readMessages(stack.aws)).filter(({ to }) => to.includes(email));
    assert.deepEqual(cognitos, []);
  });

  it("hand over an invitation's password, and leave a sign-in by mailed code to senderEmail", async () => {
    await send(
      new AdminCreateUserCommand({
        UserPoolId: directory.userPoolId,
        Username: email,
        TemporaryPassword: "Temporary-<1>&2",
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );
    assert.match((await mails.next()).body.html, /Temporary-&lt;1&gt;&amp;2/);

    const jane = `jane-${email}`;
    await createUser(stack.aws.cognito, directory.userPoolId, jane);
    await directory.app.begin(jane);
    const byPlatform = (await readMessages(stack.aws)).filter(({ to }) => to.includes(jane));
    assert.equal(byPlatform.length, 1);
  });

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
