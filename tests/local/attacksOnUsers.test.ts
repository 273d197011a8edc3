import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { paginateScan, PutItemCommand } from "@aws-sdk/client-dynamodb";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { UserDirectory } from "../../components/identity/index.ts";
import {
  freeGuesses,
  mailsPerHour,
  spendGuess,
  spendMail,
} from "../../functions/triggers/codeBudget/budget.ts";
import { budgetTable } from "../../functions/triggers/codeBudget/index.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { createProvider } from "../../local/provider/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { claimsOf } from "../support/users.ts";

const region = "eu-west-1";
const password = "Correct-horse-9";

/**
 * Attacks on the users of a directory as the program declares it: its triggers run as bundled, with
 * their own roles, on a local endpoint. It proves nothing of how Cognito itself limits anybody.
 */
describe("whoever attacks the users", function () {
  this.timeout(240_000); // MiniStack may have to be installed.

  const cloud = useCloud(region);
  let clientId: string;
  let userPoolId: string;
  let tables: { codes: string; invited: string };
  let app: CognitoIdentityProviderClient;
  let jane: string;

  before(async () => {
    const { aws, accountId } = cloud;
    const context = { region, accountId, stack: "test", aws };
    const schemas = await loadTypeSchemas(region, () => {});
    const program = async () => {
      const users = new UserDirectory("users", {
        region,
        platformName: "Test",
        senderEmail: "no-reply@example.com",
        allowedEmailDomains: ["example.com"],
        allowPasswordAuth: true,
        deletionProtection: false,
        firewall: {},
      });
      return { userPoolId: users.userPoolId, clientId: users.clientId };
    };
    const config = { "aws:region": region };
    const spec = { project: "test", stack: "test", config, program };
    const { outputs, resources } = await evaluateStack(
      spec,
      createProvider(context, schemas),
      () => undefined,
    );
    [clientId, userPoolId] = [String(outputs["clientId"]), String(outputs["userPoolId"])];
    const table = (name: string) => resources.find((resource) => resource.name === name)!.id!;
    tables = { codes: table("users-codes"), invited: table("users-invited") };
    app = new CognitoIdentityProviderClient({
      endpoint: aws.url,
      region,
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
      signer: { sign: async (request) => request },
    });
  });

  after(() => app?.destroy());

  const newAddress = (domain = "example.com") => `jane-${randomBytes(4).toString("hex")}@${domain}`;

  const newUser = async (email: string) => {
    await cloud.aws.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: email,
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
        MessageAction: "SUPPRESS",
      }),
    );
    await cloud.aws.cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: userPoolId,
        Username: email,
        Password: password,
        Permanent: true,
      }),
    );
  };

  beforeEach(async () => {
    jane = newAddress();
    await newUser(jane);
  });

  const begin = (USERNAME = jane) =>
    app.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME },
      }),
    );
  const answer = (Session: string | undefined, ANSWER: string) =>
    app.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME: jane, ANSWER },
      }),
    );
  const mails = async () =>
    (await readMessages(cloud.aws)).filter(({ to }) => to.includes(jane.toLowerCase()));
  const lastCode = async () => /(?<!\d)\d{8}(?!\d)/.exec((await mails()).at(-1)!.text)![0];
  const otherThan = (code: string) => (code === "00000000" ? "00000001" : "00000000");

  describe("by mailed codes", () => {
    it("lets the user in by eight digits, once", async () => {
      const { Session } = await begin();
      const code = await lastCode();

      assert.ok((await answer(Session, code)).AuthenticationResult);
      await assert.rejects(answer(Session, code), { name: "NotAuthorizedException" });
      const other = await begin();
      assert.equal((await answer(other.Session, code)).AuthenticationResult, undefined);
    });

    it("gets so many guesses of as many sessions as they like, then not even a right one", async () => {
      const sessions = [await begin(), await begin(), await begin(), await begin()];
      const codes = (await mails()).map(({ text }) => /\d{8}/.exec(text)![0]);
      assert.equal(codes.length, 4);

      for (const { Session } of sessions.slice(0, 3)) {
        // Two wrong codes of the three that a session has.
        const again = await answer(Session, otherThan(codes[0]!));
        await answer(again.Session, otherThan(codes[0]!));
      }

      for (const code of codes) {
        const last = await answer(sessions[3]!.Session, code).catch(() => undefined);
        assert.equal(last?.AuthenticationResult, undefined);
      }
      const before = (await mails()).length;
      await begin();
      assert.equal((await mails()).length, before, "a mail was sent while no guess is allowed");
    });

    it("does not get more guesses or mails by many at once", async () => {
      const begun = await Promise.allSettled(Array.from({ length: 10 }, () => begin()));
      const sessions = begun.flatMap((result) =>
        result.status === "fulfilled" ? [result.value.Session] : [],
      );

      const answers = await Promise.allSettled(
        sessions.map((session) => answer(session, "00000000")),
      );

      assert.ok(answers.length > 0);
      const { guesses, mails: counted } = await budgetOf(jane);
      assert.ok(guesses >= 1 && guesses <= freeGuesses, String(guesses));
      assert.ok(counted >= 1 && counted <= mailsPerHour, `${counted} mails`);
      assert.ok((await mails()).length <= counted);
    });

    it("gets nothing out of a budget twice, by fifty at once", async () => {
      const change = budgetTable(cloud.aws.dynamodb, tables.codes);
      const spend = (spending: typeof spendGuess) =>
        change("user#many", (budget) => spending(budget, Date.now()));
      const spendMany = async (spending: typeof spendGuess) => {
        const spent = await Promise.all(Array.from({ length: 50 }, () => spend(spending)));
        return spent.filter(Boolean).length;
      };

      for (const [spending, most] of [
        [spendMail, mailsPerHour],
        [spendGuess, freeGuesses],
      ] as const) {
        const spent = await spendMany(spending);
        assert.ok(spent >= 1 && spent <= most, String(spent));
        let rest = 0;
        while (await spend(spending)) rest += 1;
        assert.equal(spent + rest, most);
      }
    });

    it("has the user mailed so many codes an hour, however the name is spelled", async () => {
      for (let asked = 0; asked < mailsPerHour + 3; asked += 1) await begin();

      assert.equal((await mails()).length, mailsPerHour);
    });

    it("finds no difference between a budget that is used up and one that is not", async () => {
      const shapes = [];
      for (let asked = 0; asked < mailsPerHour + 1; asked += 1) {
        const { Session, ChallengeName, ChallengeParameters } = await begin();
        const { Session: next, ...second } = await answer(Session, "00000000x");
        assert.ok(next === undefined || next !== Session);
        shapes.push({ ChallengeName, ChallengeParameters, second: second.ChallengeName });
      }

      assert.equal(new Set(shapes.map((shape) => JSON.stringify(shape))).size, 1);
    });

    it("can't keep the user from their password", async () => {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        let { Session } = await begin();
        for (let guess = 0; guess < 3 && Session; guess += 1) {
          ({ Session } = await answer(Session, "x").catch(() => ({ Session: undefined })));
        }
      }

      assert.ok(await signIn());
    });
  });

  const signIn = async (email = jane) => {
    const { AuthenticationResult } = await app.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return AuthenticationResult!;
  };
  const refresh = (RefreshToken: string) =>
    app.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));
  const changeAddress = (AccessToken: string, Value: string) =>
    app.send(
      new UpdateUserAttributesCommand({
        AccessToken,
        UserAttributes: [{ Name: "email", Value }],
      }),
    );
  const refused = {
    name: "UserLambdaValidationException",
    message: /can't sign (in|up) here\.\.$/,
  };

  describe("by another address", () => {
    it("does not sign up", async () => {
      const Username = newAddress("evil.net");
      await assert.rejects(
        app.send(new SignUpCommand({ ClientId: clientId, Username, Password: password })),
        { name: "UserLambdaValidationException" },
      );
    });

    for (const evil of [
      "x@evil.net",
      "x@sub.example.com",
      "x@example.com.evil.net",
      "x@evil.net@example.com",
      "x@evil.net,y@example.com",
      "x@example.com.",
    ]) {
      it(`gets no tokens after a change to ${evil}, by refresh or password`, async () => {
        const { AccessToken, RefreshToken } = await signIn();
        const address = evil.replace("x", jane.split("@")[0]!);
        await changeAddress(AccessToken!, address);

        await assert.rejects(refresh(RefreshToken!), refused);
        await assert.rejects(signIn(address), refused);
      });
    }

    it("keeps who changes it within the allowed domain", async () => {
      const { AccessToken, RefreshToken } = await signIn();
      const address = newAddress("EXAMPLE.com");
      await changeAddress(AccessToken!, address);

      assert.ok((await refresh(RefreshToken!)).AuthenticationResult);
      assert.ok(await signIn(address));
    });

    it("gets in if an administrator created the user with it, until the user changes it", async () => {
      const guest = newAddress("partner.net");
      await newUser(guest);

      const { AccessToken, RefreshToken } = await signIn(guest);
      assert.ok((await refresh(RefreshToken!)).AuthenticationResult);
      await changeAddress(AccessToken!, newAddress("partner.net"));
      await assert.rejects(refresh(RefreshToken!), refused);
    });

    it("does not get in if an administrator changes it, until it is invited", async () => {
      const { RefreshToken } = await signIn();
      const address = newAddress("partner.net");
      await cloud.aws.cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: userPoolId,
          Username: jane,
          UserAttributes: [
            { Name: "email", Value: address },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      );
      await assert.rejects(refresh(RefreshToken!), refused);

      // docs/users.md tells administrators to do this.
      await cloud.aws.dynamodb.send(
        new PutItemCommand({ TableName: tables.invited, Item: { address: { S: address } } }),
      );
      assert.ok((await refresh(RefreshToken!)).AuthenticationResult);
    });
  });

  /** The budget that holds a user's mails and guesses, by what the table has. */
  async function budgetOf(email: string) {
    const { sub } = claimsOf((await signIn(email)).IdToken!);
    const pages = paginateScan({ client: cloud.aws.dynamodb }, { TableName: tables.codes });
    for await (const { Items } of pages) {
      for (const item of Items ?? []) {
        if (item["key"]?.S !== `user#${String(sub)}`) continue;
        return { guesses: Number(item["guesses"]!.N), mails: item["mailedAt"]!.L!.length };
      }
    }
    return { guesses: 0, mails: 0 };
  }
});
