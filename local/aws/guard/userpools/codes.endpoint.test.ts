import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { attributeList, UserPool } from "./testing/userPool.ts";

const mismatch = { name: "CodeMismatchException" };
const expired = { name: "ExpiredCodeException" };
const limited = { name: "LimitExceededException" };
const settled = async (calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map(({ status }) => status).sort();

/**
 * Sources: Cognito Developer Guide, "Quotas in Amazon Cognito", "Managing user existence error responses"; API Reference. It does not prove when a code expires.
 */
describe("codes to users of a pool", () => {
  const stack = miniStack();
  let pool: UserPool;
  let open: UserPool;
  let count = 0;
  let name: string;
  const other = (code: string) => (code === "000000" ? "000001" : "000000");

  before(async () => {
    pool = await UserPool.create(
      stack.aws,
      { UsernameAttributes: ["email", "phone_number"], AutoVerifiedAttributes: ["email"] },
      { PreventUserExistenceErrors: "ENABLED" },
    );
    open = await pool.withClient({ PreventUserExistenceErrors: "LEGACY" });
  });
  beforeEach(() => {
    name = `user-${count++}@example.com`;
  });

  const ids = ({ clientId }: UserPool) => ({ ClientId: clientId, Username: name });
  const adminIds = () => ({ UserPoolId: pool.userPoolId, Username: name });
  const forget = (of = pool) => stack.aws.cognito.send(new ForgotPasswordCommand(ids(of)));
  const resend = (of = pool) => stack.aws.cognito.send(new ResendConfirmationCodeCommand(ids(of)));
  const reset = (ConfirmationCode: string, Password = "New-Secret-1", of = pool) =>
    stack.aws.cognito.send(
      new ConfirmForgotPasswordCommand({ ...ids(of), ConfirmationCode, Password }),
    );

  describe("at sign-up", () => {
    it("are random and masked in the response, and verify the address", async () => {
      const codes = new Set<string>();
      for (let user = 0; user < 5; user += 1) {
        name = `user-${count++}@example.com`;
        const { CodeDeliveryDetails } = await pool.signUp(name);
        assert.deepEqual(CodeDeliveryDetails, {
          Destination: "u***@e***",
          DeliveryMedium: "EMAIL",
          AttributeName: "email",
        });
        codes.add(await pool.codeFor(name));
      }

      await pool.confirm(name);

      assert.equal((await pool.attributesOf(name))["email_verified"], "true");
      assert.ok(codes.size > 1);
    });

    it("are valid once, also for calls at the same time", async () => {
      await pool.signUp(name);
      const code = { ConfirmationCode: await pool.codeFor(name) };

      const results = await settled([1, 2, 3].map(() => pool.confirm(name, code)));

      assert.deepEqual(results, ["fulfilled", "rejected", "rejected"]);
      await assert.rejects(pool.confirm(name, code), {
        name: "NotAuthorizedException",
        message: "User cannot be confirmed. Current status is CONFIRMED",
      });
    });

    it("are replaced by the next one", async () => {
      await pool.signUp(name);
      const first = await pool.codeFor(name);
      await resend();
      const second = await pool.codeFor(name);

      if (first !== second) {
        await assert.rejects(pool.confirm(name, { ConfirmationCode: first }), mismatch);
      }
      await pool.confirm(name, { ConfirmationCode: second });
    });

    it("can't be guessed: after 15 attempts, the right one is refused too", async () => {
      await pool.signUp(name);
      const code = await pool.codeFor(name);
      for (let attempt = 0; attempt < 15; attempt += 1) {
        await assert.rejects(pool.confirm(name, { ConfirmationCode: other(code) }), mismatch);
      }

      await assert.rejects(pool.confirm(name, { ConfirmationCode: code }), limited);
    });

    it("are sent again five times", async () => {
      await pool.signUp(name);
      for (let sent = 0; sent < 5; sent += 1) await resend();

      await assert.rejects(resend(), limited);
    });

    it("are not sent to a confirmed user, whom nobody confirms twice", async () => {
      await pool.signUp(name);
      const confirm = () => stack.aws.cognito.send(new AdminConfirmSignUpCommand(adminIds()));
      await confirm();

      await assert.rejects(resend(), { message: "User is already confirmed." });
      await assert.rejects(confirm(), { name: "NotAuthorizedException" });
    });

    it("go to a phone as text messages among the mails, if the pool verifies numbers", async () => {
      const phones = await UserPool.create(stack.aws, { AutoVerifiedAttributes: ["phone_number"] });

      const { CodeDeliveryDetails } = await phones.signUp("jo", { phone_number: "+4915112345678" });

      assert.equal(CodeDeliveryDetails!.Destination, "+*******5678");
      await phones.confirm("jo", { ConfirmationCode: await phones.codeFor("+4915112345678") });
      assert.equal((await phones.attributesOf("jo"))["phone_number_verified"], "true");
    });

    it("are not sent if the pool verifies nothing", async () => {
      const plain = await UserPool.create(stack.aws, {});

      const { CodeDeliveryDetails } = await plain.signUp("jo", { email: name });

      assert.equal(CodeDeliveryDetails, undefined);
      assert.deepEqual(await plain.mailsTo(name), []);
    });
  });

  describe("for a forgotten password", () => {
    const verified = () => pool.addUser(name, { email: name, email_verified: "true" });

    it("are valid once, and not used up by a password that the policy refuses", async () => {
      await verified();
      await forget();
      const code = await pool.codeFor(name);

      await assert.rejects(reset(code, "weak"), { name: "InvalidPasswordException" });
      await assert.rejects(reset(other(code)), mismatch);
      const results = await settled([reset(code), reset(code)]);

      assert.deepEqual(results, ["fulfilled", "rejected"]);
      await assert.rejects(reset(code), expired);
      await pool.signIn(name, "New-Secret-1");
    });

    it("are limited to 20 guesses, also of those for a name that nobody has", async () => {
      await verified();
      await forget();
      const code = await pool.codeFor(name);
      for (const who of [name, `nobody-${name}`]) {
        name = who;
        for (let guess = 0; guess < 20; guess += 1) {
          await assert.rejects(reset(other(code)), mismatch);
        }

        await assert.rejects(reset(code), limited);
      }
    });

    it("end when the user gets another address", async () => {
      await verified();
      await forget();
      const code = await pool.codeFor(name);
      await stack.aws.cognito.send(
        new AdminUpdateUserAttributesCommand({
          ...adminIds(),
          UserAttributes: attributeList({ email: `new-${name}`, email_verified: "true" }),
        }),
      );
      name = `new-${name}`;

      await assert.rejects(reset(code), mismatch);
    });

    const states: Record<string, [prepare: () => Promise<unknown>, error: object]> = {
      "who does not exist": [async () => {}, { name: "UserNotFoundException" }],
      "without a verified address": [
        () => pool.addUser(name),
        { name: "InvalidParameterException", message: /no registered\/verified email/ },
      ],
      "who is disabled": [
        async () => {
          await verified();
          await stack.aws.cognito.send(new AdminDisableUserCommand(adminIds()));
        },
        { name: "NotAuthorizedException", message: "User is disabled." },
      ],
    };
    for (const [who, [prepare, error]] of Object.entries(states)) {
      it(`are not sent to a user ${who}, which only some clients learn`, async () => {
        await prepare();

        const { CodeDeliveryDetails } = await forget();
        await assert.rejects(forget(open), error);

        assert.equal(CodeDeliveryDetails!.Destination, "u***@e***");
        assert.deepEqual(await pool.mailsTo(name), []);
      });
    }

    it("are not asked of unknown users by other errors than of known ones", async () => {
      await assert.rejects(reset("123456", "weak"), { name: "InvalidPasswordException" });
      await assert.rejects(reset("123456"), mismatch);
      await assert.rejects(reset("123456", "New-Secret-1", open), {
        name: "UserNotFoundException",
      });
      assert.equal((await resend()).CodeDeliveryDetails!.Destination, "u***@e***");
      await assert.rejects(resend(open), { name: "UserNotFoundException" });
    });
  });
});
