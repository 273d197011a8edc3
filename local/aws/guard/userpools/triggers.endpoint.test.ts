import type { Message } from "../../../apiTypes/mail.ts";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { AwsEndpoint } from "../../endpoint.ts";
import { readMessages } from "../../messages.ts";
import {
  createFunctions,
  createPool,
  miniStack,
  type TestPool,
} from "../../cognito/testing/miniStack.ts";

/** Triggers whose behaviour a test selects by the client's metadata or the address. */
const handlers = {
  PreSignUp: `
    const { email } = event.request.userAttributes;
    if (email.startsWith("refused")) throw new Error("It's not for you");
    event.response.autoConfirmUser = email.startsWith("trusted")`,
  CustomMessage: `
    const { wants } = event.request.clientMetadata ?? {};
    if (wants === "failure") throw new Error("no words");
    event.response.emailSubject = event.triggerSource;
    event.response.emailMessage = wants === "no code" ? "Hello" : "<p>The code: {####}</p>";
    if (wants === "time") await new Promise((resolve) => setTimeout(resolve, 200))`,
  PostConfirmation: `
    if (event.request.clientMetadata?.wants === "event") throw new Error(JSON.stringify(event))`,
  DefineAuthChallenge: `throw new Error("no code today")`,
};

const Password = "Secret-123456";
const refused = {
  name: "UserLambdaValidationException",
  message: "PreSignUp failed with error It's not for you.",
};
type Metadata = { readonly ClientMetadata?: Record<string, string> };

describe("triggers of a user pool", () => {
  const stack = miniStack();
  let aws: AwsEndpoint;
  let pool: TestPool;
  let address: string;

  before(async () => {
    aws = stack.aws;
    pool = await createPool(aws, await createFunctions(aws, handlers));
  });

  beforeEach(() => {
    address = newAddress("jane");
  });

  const newAddress = (name: string) => `${name}-${randomBytes(4).toString("hex")}@example.com`;
  const user = () => ({ ClientId: pool.clientId, Username: address });
  const userOfPool = () => ({ UserPoolId: pool.userPoolId, Username: address });
  const wants = (wanted: string) => ({ ClientMetadata: { wants: wanted } });

  const signUp = (more: Metadata = {}) =>
    aws.cognito.send(new SignUpCommand({ ...user(), Password, ...more }));
  const confirmSignUp = async (more: Metadata = {}) => {
    const code = { ConfirmationCode: await lastCode() };
    return aws.cognito.send(new ConfirmSignUpCommand({ ...user(), ...code, ...more }));
  };

  const mails = async (): Promise<Message[]> =>
    (await readMessages(aws)).filter(({ to }) => to.includes(address));
  const subjects = async () => (await mails()).map(({ subject }) => subject!);
  const lastCode = async () => /The code: (\d{6})/.exec((await mails()).at(-1)!.text)![1]!;

  const attribute = async (name: string) => {
    const { UserAttributes } = await aws.cognito.send(new AdminGetUserCommand(userOfPool()));
    return UserAttributes!.find(({ Name }) => Name === name)?.Value;
  };

  /** The event of the PostConfirmation trigger, taken from the error that it throws. */
  const eventOf = async (operation: Promise<unknown>) => {
    const error = await operation.then(
      () => assert.fail("the trigger was not called"),
      (thrown: Error) => thrown,
    );
    assert.equal(error.name, "UserLambdaValidationException");
    const [, event] = /^PostConfirmation failed with error (.*)\.$/.exec(error.message) ?? [];
    return JSON.parse(event!) as { triggerSource: string; request: { userAttributes: object } };
  };

  describe("when an administrator creates a user", () => {
    const create = (Username: string) => {
      address = Username;
      return aws.cognito.send(
        new AdminCreateUserCommand({
          ...userOfPool(),
          UserAttributes: [{ Name: "email", Value: Username }],
          MessageAction: "SUPPRESS",
        }),
      );
    };

    it("runs the PreSignUp trigger", async () => {
      await create(newAddress("jane"));

      assert.equal(await attribute("email"), address);
    });

    it("does not create a user whom the trigger refuses", async () => {
      await assert.rejects(create(newAddress("refused")), refused);

      await assert.rejects(attribute("email"), { name: "UserNotFoundException" });
    });
  });

  describe("when a user signs up", () => {
    it("lists the mail with the trigger's texts and the code", async () => {
      await signUp();

      assert.deepEqual(await subjects(), ["CustomMessage_SignUp"]);
      await confirmSignUp();
    });

    it("never lists a mail before its trigger has run", async () => {
      let over = false;
      const signingUp = signUp(wants("time")).finally(() => (over = true));
      const seen = new Set<string>();
      while (!over) (await subjects()).forEach((subject) => seen.add(subject));
      await signingUp;

      (await subjects()).forEach((subject) => seen.add(subject));
      assert.deepEqual([...seen], ["CustomMessage_SignUp"]);
    });

    it("fails with the trigger's error and lists no mail", async () => {
      await assert.rejects(signUp(wants("failure")), {
        name: "UserLambdaValidationException",
        message: "CustomMessage failed with error no words.",
      });

      assert.deepEqual(await subjects(), []);
    });

    it("refuses a message without the code", async () => {
      await assert.rejects(signUp(wants("no code")), { name: "InvalidParameterException" });

      assert.deepEqual(await subjects(), []);
    });

    it("runs PostConfirmation if PreSignUp confirms the user, and mails no code", async () => {
      address = newAddress("trusted");

      const event = await eventOf(signUp(wants("event")));

      assert.equal(event.triggerSource, "PostConfirmation_ConfirmSignUp");
      assert.deepEqual(await subjects(), []);
    });

    it("returns Cognito's error when a PreSignUp trigger refuses", async () => {
      address = newAddress("refused");

      await assert.rejects(signUp(), refused);
    });
  });

  describe("when a user confirms", () => {
    it("marks the address as verified", async () => {
      await signUp();

      await confirmSignUp();

      assert.equal(await attribute("email_verified"), "true");
    });

    it("runs the PostConfirmation trigger with Cognito's event", async () => {
      const { UserSub: sub } = await signUp();

      const event = await eventOf(confirmSignUp(wants("event")));

      assert.deepEqual(event, {
        version: "1",
        triggerSource: "PostConfirmation_ConfirmSignUp",
        region: aws.region,
        userPoolId: pool.userPoolId,
        userName: sub,
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: pool.clientId },
        request: {
          userAttributes: {
            sub,
            email: address,
            email_verified: "true",
            "cognito:user_status": "CONFIRMED",
          },
          clientMetadata: { wants: "event" },
        },
        response: {},
      });
    });

    it("does nothing after a wrong code", async () => {
      await signUp();

      await assert.rejects(
        aws.cognito.send(new ConfirmSignUpCommand({ ...user(), ConfirmationCode: "000000" })),
        { name: "CodeMismatchException" },
      );

      assert.equal(await attribute("email_verified"), undefined);
    });

    it("runs the trigger when an administrator confirms, without verifying the address", async () => {
      await signUp();

      const event = await eventOf(
        aws.cognito.send(new AdminConfirmSignUpCommand({ ...userOfPool(), ...wants("event") })),
      );

      assert.equal(event.triggerSource, "PostConfirmation_ConfirmSignUp");
      assert.equal(await attribute("email_verified"), undefined);
    });
  });

  describe("when a user requests a code", () => {
    beforeEach(async () => {
      await signUp();
    });

    it("sets the texts of a second confirmation code", async () => {
      await aws.cognito.send(new ResendConfirmationCodeCommand(user()));

      assert.deepEqual(await subjects(), ["CustomMessage_SignUp", "CustomMessage_ResendCode"]);
    });

    it("sets the texts of a code for a new password, and runs PostConfirmation when it is set", async () => {
      await confirmSignUp();

      await aws.cognito.send(new ForgotPasswordCommand(user()));

      assert.equal((await subjects()).at(-1), "CustomMessage_ForgotPassword");
      const setPassword = { ...user(), ConfirmationCode: await lastCode(), Password };
      const event = await eventOf(
        aws.cognito.send(new ConfirmForgotPasswordCommand({ ...setPassword, ...wants("event") })),
      );
      assert.equal(event.triggerSource, "PostConfirmation_ConfirmForgotPassword");
    });

    it("sets the texts of a code that an administrator sends", async () => {
      await confirmSignUp();

      await aws.cognito.send(new AdminResetUserPasswordCommand(userOfPool()));

      assert.equal((await subjects()).at(-1), "CustomMessage_ForgotPassword");
    });

    it("sets the texts of each of several parallel mails", async () => {
      await Promise.all([
        aws.cognito.send(new ResendConfirmationCodeCommand(user())),
        aws.cognito.send(new ResendConfirmationCodeCommand(user())),
      ]);

      assert.deepEqual((await subjects()).sort(), [
        "CustomMessage_ResendCode",
        "CustomMessage_ResendCode",
        "CustomMessage_SignUp",
      ]);
    });
  });

  it("responds for an unknown user as for a known one", async () => {
    const { CodeDeliveryDetails } = await aws.cognito.send(new ForgotPasswordCommand(user()));

    assert.equal(CodeDeliveryDetails?.DeliveryMedium, "EMAIL");
    assert.deepEqual(await subjects(), []);
  });

  it("returns Cognito's error when a sign-in trigger fails", async () => {
    await signUp();
    await confirmSignUp();
    const signIn = { AuthFlow: "CUSTOM_AUTH", AuthParameters: { USERNAME: address } } as const;

    await assert.rejects(
      aws.cognito.send(new InitiateAuthCommand({ ClientId: pool.clientId, ...signIn })),
      {
        name: "UserLambdaValidationException",
        message: "DefineAuthChallenge failed with error no code today.",
      },
    );
  });
});
