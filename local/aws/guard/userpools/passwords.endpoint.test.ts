import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { password, UserPool } from "./testing/userPool.ts";

const strict = {
  MinimumLength: 10,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

/** Passwords with what the policy says. Source: API Reference, "PasswordPolicyType", "SignUp" (Password). */
const passwords: Record<string, [password: string, error: string]> = {
  "that is short": ["Abcde-123", "Password not long enough"],
  "without a large letter": ["abcdef-123", "Password must have uppercase characters"],
  "without a small letter": ["ABCDEF-123", "Password must have lowercase characters"],
  "without a number": ["Abcdef-ghi", "Password must have numeric characters"],
  "without a symbol": ["Abcdefg123", "Password must have symbol characters"],
  "whose only symbol is none of Cognito's": ["Abcdefg12§", "Password must have symbol characters"],
  "whose only large letter is not of the alphabet": [
    "Äbcdef-123",
    "Password must have uppercase characters",
  ],
  "that begins with a space": [" Abcdef-123", "InvalidParameterException"],
  "that ends with a space": ["Abcdef-123 ", "InvalidParameterException"],
  "that is too long": [`Ab-1${"x".repeat(253)}`, "InvalidParameterException"],
};

/** Does not prove when a temporary password expires. */
describe("passwords of users of a pool", () => {
  const stack = miniStack();
  let pool: UserPool;
  let count = 0;

  before(async () => {
    pool = await UserPool.create(stack.aws, {
      Policies: { PasswordPolicy: strict },
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
    });
  });

  beforeEach(() => {
    count += 1;
  });

  const Username = () => `user-${count}@example.com`;
  const asAdmin = () => ({ UserPoolId: pool.userPoolId, Username: Username() });
  const asClient = () => ({ ClientId: pool.clientId, Username: Username() });
  const addUser = () => pool.addUser(Username(), { email_verified: "true" });

  /** Begins a first sign-in, which asks for a new password. */
  const beginFirst = async (TemporaryPassword: string) => {
    await stack.aws.cognito.send(new AdminCreateUserCommand({ ...asAdmin(), TemporaryPassword }));
    return stack.aws.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.userPoolId,
        ClientId: pool.clientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username(), PASSWORD: TemporaryPassword },
      }),
    );
  };

  /** Every operation that sets a password. Each prepares what it needs. */
  const operations: Record<string, () => Promise<(Password: string) => Promise<unknown>>> = {
    SignUp: async () => (Password) =>
      stack.aws.cognito.send(new SignUpCommand({ ...asClient(), Password })),
    AdminCreateUser: async () => (TemporaryPassword) =>
      stack.aws.cognito.send(new AdminCreateUserCommand({ ...asAdmin(), TemporaryPassword })),
    AdminSetUserPassword: async () => {
      await addUser();
      return (Password) =>
        stack.aws.cognito.send(new AdminSetUserPasswordCommand({ ...asAdmin(), Password }));
    },
    ChangePassword: async () => {
      await addUser();
      const AccessToken = await pool.signIn(Username());
      return (ProposedPassword) =>
        stack.aws.cognito.send(
          new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword }),
        );
    },
    ConfirmForgotPassword: async () => {
      await addUser();
      await stack.aws.cognito.send(new ForgotPasswordCommand(asClient()));
      const code = { ...asClient(), ConfirmationCode: await pool.codeFor(Username()) };
      return (Password) =>
        stack.aws.cognito.send(new ConfirmForgotPasswordCommand({ ...code, Password }));
    },
    NEW_PASSWORD_REQUIRED: async () => {
      const { Session } = await beginFirst(password);
      return (NEW_PASSWORD) =>
        stack.aws.cognito.send(
          new AdminRespondToAuthChallengeCommand({
            UserPoolId: pool.userPoolId,
            ClientId: pool.clientId,
            ChallengeName: "NEW_PASSWORD_REQUIRED",
            Session: Session!,
            ChallengeResponses: { USERNAME: Username(), NEW_PASSWORD },
          }),
        );
    },
  };

  for (const [operation, prepare] of Object.entries(operations)) {
    it(`are checked by ${operation}`, async () => {
      const set = await prepare();
      const refused = Object.values(passwords);

      // A user may change the password five times an hour.
      for (const [candidate, error] of operation === "ChangePassword"
        ? refused.slice(0, 4)
        : refused) {
        const message = `Password did not conform with policy: ${error}`;
        const expected = error.startsWith("Password")
          ? { name: "InvalidPasswordException", message }
          : { name: error };
        await assert.rejects(set(candidate), expected, candidate);
      }
      await set("Abcdef-123");
    });
  }

  it("may contain spaces, which are symbols", () =>
    stack.aws.cognito.send(new SignUpCommand({ ...asClient(), Password: "Abcdef 123" })));

  it("are changed five times an hour", async () => {
    await addUser();
    const AccessToken = await pool.signIn(Username());
    const change = () =>
      stack.aws.cognito.send(
        new ChangePasswordCommand({
          AccessToken,
          PreviousPassword: password,
          ProposedPassword: password,
        }),
      );
    for (let time = 0; time < 5; time += 1) await change();

    await assert.rejects(change(), { name: "LimitExceededException" });
  });

  it("are not the last ones again, if the pool keeps a history", async () => {
    const careful = await UserPool.create(stack.aws, {
      UserPoolTier: "ESSENTIALS",
      Policies: { PasswordPolicy: { ...strict, PasswordHistorySize: 2 } },
    });
    const jo = { UserPoolId: careful.userPoolId, Username: "jo" };
    await careful.addUser("jo");
    const set = (Password: string) =>
      stack.aws.cognito.send(new AdminSetUserPasswordCommand({ ...jo, Password, Permanent: true }));
    await set("Second-Secret-2");

    await assert.rejects(set(password), { name: "PasswordHistoryPolicyViolationException" });
    await set("Third-Secret-3");
    await set(password);
  });

  it("end the sign-ins that rest on former ones", async () => {
    const ended = { name: "NotAuthorizedException", message: "Invalid session for the user." };
    const [sue, tim, eve] = ["sue@example.com", "tim@example.com", "eve@example.com"] as const;
    const setPassword = (of: UserPool, name: string) =>
      stack.aws.cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: of.userPoolId,
          Username: name,
          Password: "Other-123456",
          Permanent: true,
        }),
      );
    const choose = (session: string, USERNAME: string) =>
      pool.respond("NEW_PASSWORD_REQUIRED", session, { USERNAME, NEW_PASSWORD: "New-Secret-1" });
    for (const name of [sue, tim]) await pool.addUserWithTemporaryPassword(name);
    const [first, second, third] = [
      await pool.begin(sue),
      await pool.begin(sue),
      await pool.begin(tim),
    ];

    await choose(first, sue);
    await assert.rejects(choose(second, sue), ended);
    await setPassword(pool, tim);
    await assert.rejects(choose(third, tim), ended);

    const mfa = await UserPool.create(stack.aws, {
      UsernameAttributes: ["email"],
      EmailConfiguration: {
        EmailSendingAccount: "DEVELOPER",
        SourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
      },
    });
    await stack.aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: mfa.userPoolId,
        MfaConfiguration: "ON",
        EmailMfaConfiguration: {},
      }),
    );
    await mfa.addUser(eve, { email_verified: "true" });
    const session = await mfa.begin(eve);
    const code = { USERNAME: eve, EMAIL_OTP_CODE: await mfa.codeFor(eve) };
    await setPassword(mfa, eve);
    await assert.rejects(mfa.respond("EMAIL_OTP", session, code), ended);
  });

  it("are chosen without telling anything about other users", async () => {
    await addUser();
    for (const USERNAME of [Username(), "nobody@example.com"]) {
      const answer = {
        USERNAME,
        NEW_PASSWORD: password,
        "userAttributes.email": "eve@example.com",
      };
      await assert.rejects(pool.respond("NEW_PASSWORD_REQUIRED", "x".repeat(40), answer), {
        message: "Invalid session for the user.",
      });
    }
  });
});
