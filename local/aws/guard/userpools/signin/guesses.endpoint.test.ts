import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AssociateSoftwareTokenCommand,
  type AuthFlowType,
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { totp } from "../../../cognito/testing/totp.ts";
import { password, UserPool } from "../testing/userPool.ts";

const flows = ["USER_PASSWORD", "USER_SRP", "ADMIN_USER_PASSWORD", "USER"].map(
  (flow) => `ALLOW_${flow}_AUTH` as "ALLOW_USER_AUTH",
);
const incorrect = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const locked = { name: "NotAuthorizedException", message: "Password attempts exceeded" };
const session = { name: "NotAuthorizedException", message: "Invalid session for the user." };
/** The prime of SRP's group. Source: RFC 5054, appendix A, 3072 bits. */
const prime =
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

/**
 * Sources: Cognito Developer Guide, "Lockout behavior for failed sign-in attempts", "Managing user existence error
 * responses". It does not prove how long a lockout lasts.
 */
describe("guesses at a sign-in", () => {
  const stack = miniStack();
  let pool: UserPool;
  let hiding: UserPool;
  let count = 0;
  let name: string;

  before(async () => {
    pool = await UserPool.create(
      stack.aws,
      { UsernameAttributes: ["email"] },
      { ExplicitAuthFlows: flows },
    );
    hiding = await pool.withClient({
      ExplicitAuthFlows: flows,
      PreventUserExistenceErrors: "ENABLED",
    });
    await stack.aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.userPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
  });
  beforeEach(async () => {
    name = `user-${count++}@example.com`;
    await pool.addUser(name, { email: name, email_verified: "true" });
  });

  const begin = (
    AuthFlow: AuthFlowType,
    parameters: Record<string, string>,
    { clientId: ClientId } = pool,
  ) =>
    stack.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow,
        AuthParameters: { USERNAME: name, ...parameters },
      }),
    );
  const enter = (PASSWORD = password, of = pool) => begin("USER_PASSWORD_AUTH", { PASSWORD }, of);
  const enterAsAdmin = (PASSWORD = password) =>
    stack.aws.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.userPoolId,
        ClientId: pool.clientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: name, PASSWORD },
      }),
    );
  const respond = (
    ChallengeName: ChallengeNameType,
    Session: string | undefined,
    responses: Record<string, string>,
    { clientId: ClientId } = pool,
  ) =>
    stack.aws.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: name, ...responses },
      }),
    );

  it("lock the user out after five wrong passwords, in all flows together", async () => {
    const wrong = [enter, enterAsAdmin, enter, enterAsAdmin, enter];
    for (const guess of wrong) await assert.rejects(guess("wrong"), incorrect);

    // The first lockout lasts a second.
    await Promise.all([enter, enterAsAdmin].map((guess) => assert.rejects(guess(), locked)));
  });

  it("count in parallel", async () => {
    const guesses = await Promise.allSettled(Array.from({ length: 30 }, () => enter("wrong")));

    const reasons = guesses.map((guess) => (guess as PromiseRejectedResult).reason as Error);
    const counted = reasons.filter(({ message }) => message === incorrect.message).length;
    // On a slow machine the first lockouts of a second or two may pass.
    assert.ok(counted >= 5 && counted <= 8, String(counted));
  });

  it("do not count after a right password", async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) await assert.rejects(enter("wrong"), incorrect);
      assert.ok((await enter()).AuthenticationResult);
    }
  });

  describe("at codes", () => {
    let secret: string;
    beforeEach(async () => {
      const { AccessToken } = (await enter()).AuthenticationResult!;
      const associated = await stack.aws.cognito.send(
        new AssociateSoftwareTokenCommand({ AccessToken }),
      );
      secret = associated.SecretCode!;
      await stack.aws.cognito.send(
        new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(secret, -1) }),
      );
      await stack.aws.cognito.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true },
        }),
      );
    });
    const answer = async (SOFTWARE_TOKEN_MFA_CODE: string, Session?: string) =>
      respond("SOFTWARE_TOKEN_MFA", Session ?? (await enter()).Session, {
        SOFTWARE_TOKEN_MFA_CODE,
      });

    it("lock the user out, over any sessions", async () => {
      for (let guess = 0; guess < 5; guess += 1) {
        await assert.rejects(answer("x"), { name: "CodeMismatchException" });
      }

      await assert.rejects(answer(totp(secret)), locked);
    });

    it("can use each code once, also in parallel", async () => {
      const code = totp(secret, 1);
      const begun = await Promise.all(Array.from({ length: 5 }, () => enter()));
      const replies = await Promise.allSettled(begun.map(({ Session }) => answer(code, Session)));

      assert.equal(replies.filter(({ status }) => status === "fulfilled").length, 1);
      await assert.rejects(answer(code), { name: "ExpiredCodeException" });
    });
  });

  describe("at SRP", () => {
    /** The proof for A = 0 mod N, with which the shared secret is 0 whatever the password. */
    const forge = (challenge: Record<string, string>, srpA: string, timestamp: string) => {
      const pad = (hex: string) => {
        const even = hex.length % 2 ? `0${hex}` : hex;
        return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, "hex");
      };
      const hash = createHash("sha256").update(pad(srpA)).update(pad(challenge["SRP_B"]!));
      const random = createHmac("sha256", pad(hash.digest("hex")))
        .update(Buffer.alloc(1))
        .digest();
      const key = createHmac("sha256", random).update("Caldera Derived Key\u0001").digest();
      return createHmac("sha256", key.subarray(0, 16))
        .update(pool.userPoolId.split("_")[1]! + challenge["USER_ID_FOR_SRP"]!)
        .update(Buffer.from(challenge["SECRET_BLOCK"]!, "base64"))
        .update(timestamp)
        .digest("base64");
    };

    for (const srpA of ["0", prime, "00"]) {
      it(`fail with A = ${srpA.slice(0, 4)}, for which nobody needs the password`, async () => {
        const { ChallengeParameters } = await begin("USER_SRP_AUTH", { SRP_A: srpA });
        const TIMESTAMP = "Sun Nov 29 10:00:00 UTC 2026";

        await assert.rejects(
          respond("PASSWORD_VERIFIER", undefined, {
            USERNAME: ChallengeParameters!["USER_ID_FOR_SRP"]!,
            PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters!["SECRET_BLOCK"]!,
            PASSWORD_CLAIM_SIGNATURE: forge(ChallengeParameters!, srpA, TIMESTAMP),
            TIMESTAMP,
          }),
          incorrect,
        );
      });
    }

    it("need hexadecimal digits, and a time in Cognito's format", async () => {
      const invalid = { name: "InvalidParameterException" };
      await assert.rejects(begin("USER_SRP_AUTH", { SRP_A: "xyz" }), invalid);
      await assert.rejects(
        respond("PASSWORD_VERIFIER", undefined, {
          PASSWORD_CLAIM_SECRET_BLOCK: "AAAA",
          PASSWORD_CLAIM_SIGNATURE: "AAAA",
          TIMESTAMP: "yesterday",
        }),
        invalid,
      );
    });
  });

  describe("at users who do not exist", () => {
    it("look like those at others", async () => {
      const shapes = [];
      for (const who of [name, `nobody-${name}`]) {
        name = who;
        const messages = [];
        for (let guess = 0; guess < 6; guess += 1) {
          messages.push(await enter("wrong", hiding).catch((error: Error) => error.message));
        }
        const [first, second] = [
          (await begin("USER_SRP_AUTH", { SRP_A: "abc123" }, hiding)).ChallengeParameters!,
          (await begin("USER_SRP_AUTH", { SRP_A: "abc123" }, hiding)).ChallengeParameters!,
        ];
        assert.equal(first["SALT"], second["SALT"]);
        assert.match(first["USER_ID_FOR_SRP"]!, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.equal(first["USER_ID_FOR_SRP"], second["USER_ID_FOR_SRP"]);
        const { $metadata: _, Session, ...choice } = await begin("USER_AUTH", {}, hiding);
        assert.ok(Session);
        shapes.push({ messages, srp: Object.keys(first), salt: first["SALT"]!.length, choice });
      }

      assert.deepEqual(shapes[0], shapes[1]);
    });

    it("look like those at disabled ones", async () => {
      const user = { UserPoolId: pool.userPoolId, Username: name };
      await stack.aws.cognito.send(new AdminDisableUserCommand(user));

      await assert.rejects(enter("wrong", hiding), incorrect);
      await assert.rejects(enter(password, hiding), { message: "User is disabled." });
    });

    it("say so where the client does not hide them", async () => {
      name = "nobody@example.com";
      const missing = { name: "UserNotFoundException" };
      await assert.rejects(enter(), missing);
      await assert.rejects(begin("USER_SRP_AUTH", { SRP_A: "abc" }), missing);
      await assert.rejects(begin("USER_AUTH", {}), missing);
    });
  });

  it("can't take the session of another challenge, client or user", async () => {
    const { Session } = await begin("USER_AUTH", {});
    const code = { SOFTWARE_TOKEN_MFA_CODE: "123456", EMAIL_OTP_CODE: "1", NEW_PASSWORD: password };
    for (const challenge of [
      "NEW_PASSWORD_REQUIRED",
      "SOFTWARE_TOKEN_MFA",
      "SMS_MFA",
      "EMAIL_OTP",
      "SMS_OTP",
      "MFA_SETUP",
      "SELECT_MFA_TYPE",
      "CUSTOM_CHALLENGE",
      "DEVICE_SRP_AUTH",
      "DEVICE_PASSWORD_VERIFIER",
      "PASSWORD",
    ] as const) {
      await assert.rejects(respond(challenge, Session, { ...code, PASSWORD: password }), session);
    }
    const choice = { ANSWER: "PASSWORD", PASSWORD: password };
    await assert.rejects(respond("SELECT_CHALLENGE", Session, choice, hiding), session);
    await assert.rejects(
      respond("SELECT_CHALLENGE", Session, { ...choice, USERNAME: "user-0@example.com" }),
      session,
    );

    assert.ok((await respond("SELECT_CHALLENGE", Session, choice)).AuthenticationResult);
    await assert.rejects(respond("SELECT_CHALLENGE", Session, choice), session);
  });

  it("need a flow that the client allows", async () => {
    const closed = await pool.withClient({ ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] });
    for (const flow of [
      "USER_PASSWORD_AUTH",
      "USER_SRP_AUTH",
      "CUSTOM_AUTH",
      "USER_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
    ] as const) {
      await assert.rejects(begin(flow, { PASSWORD: password, SRP_A: "abc" }, closed), {
        name: "InvalidParameterException",
      });
    }
  });
});
