import { AdminUpdateUserAttributesCommand } from "@aws-sdk/client-cognito-identity-provider";
import { paginateScan, PutItemCommand } from "@aws-sdk/client-dynamodb";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { awsClient, dynamoDb } from "../../functions/shared/awsClient.ts";
import {
  freeGuesses,
  mailsPerHour,
  spendGuess,
  spendMail,
} from "../../functions/triggers/codeBudget/budget.ts";
import { budgetTable } from "../../functions/triggers/codeBudget/index.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { TestDirectory } from "../support/testDirectory.ts";
import { claimsOf, createUser } from "../support/users.ts";

/**
 * Attacks on the users of the program's directory. Its triggers run as bundled, with their own roles, on a local
 * endpoint. This does not test Cognito's own limits.
 */
describe("an attacker of users", function () {
  this.timeout(240_000); // MiniStack may have to be installed.

  const directory = new TestDirectory();
  const { cloud } = directory;
  let jane: string;

  const newAddress = (domain = "example.com") => `jane-${randomBytes(4).toString("hex")}@${domain}`;

  const create = (address: string) => createUser(cloud.aws.cognito, directory.userPoolId, address);

  beforeEach(async () => {
    jane = newAddress();
    await create(jane);
  });

  const begin = () => directory.app.begin(jane);
  const respond = (session: string | undefined, code: string) =>
    directory.app.respond(jane, session, code);
  const signIn = (email = jane) => directory.app.signIn(email);
  const mails = async () =>
    (await readMessages(cloud.aws)).filter(({ to }) => to.includes(jane.toLowerCase()));
  const lastCode = async () => /(?<!\d)\d{8}(?!\d)/.exec((await mails()).at(-1)!.text)![0];
  const changeAddress = async (accessToken: string, address: string) => {
    await directory.app.changeAddress(accessToken, address);
    const mail = (await readMessages(cloud.aws)).findLast(({ to }) => to.includes(address));
    await directory.app.verifyAddress(accessToken, /(?<!\d)\d{6}(?!\d)/.exec(mail!.text)![0]);
  };
  const otherThan = (code: string) => (code === "00000000" ? "00000001" : "00000000");

  describe("by mailed codes", () => {
    it("cannot reuse the user's code of eight digits", async () => {
      const { Session } = await begin();
      const code = await lastCode();

      assert.ok((await respond(Session, code)).AuthenticationResult);
      await assert.rejects(respond(Session, code), { name: "NotAuthorizedException" });
      const other = await begin();
      assert.equal((await respond(other.Session, code)).AuthenticationResult, undefined);
    });

    it("gets a limited number of guesses over any sessions, then not even the correct code works", async () => {
      const sessions = [await begin(), await begin(), await begin(), await begin()];
      const codes = (await mails()).map(({ text }) => /\d{8}/.exec(text)![0]);
      assert.equal(codes.length, 4);

      for (const { Session } of sessions.slice(0, 3)) {
        // Two wrong codes of the three in a session.
        const again = await respond(Session, otherThan(codes[0]!));
        await respond(again.Session, otherThan(codes[0]!));
      }

      for (const code of codes) {
        const last = await respond(sessions[3]!.Session, code).catch(() => undefined);
        assert.equal(last?.AuthenticationResult, undefined);
      }
      const before = (await mails()).length;
      await begin();
      assert.equal((await mails()).length, before, "a mail was sent while no guess is allowed");
    });

    it("gets no more guesses or mails by parallel requests", async () => {
      const begun = await Promise.allSettled(Array.from({ length: 10 }, () => begin()));
      const sessions = begun.flatMap((result) =>
        result.status === "fulfilled" ? [result.value.Session] : [],
      );

      const responses = await Promise.allSettled(
        sessions.map((session) => respond(session, "00000000")),
      );

      assert.ok(responses.length > 0);
      const { guesses, mails: counted } = await budgetOf(jane);
      assert.ok(guesses >= 1 && guesses <= freeGuesses, String(guesses));
      assert.ok(counted >= 1 && counted <= mailsPerHour, `${counted} mails`);
      assert.ok((await mails()).length <= counted);
    });

    it("cannot spend a budget twice by fifty parallel requests", async () => {
      const { url, region, accessKey } = cloud.aws;
      const variables = {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: accessKey!.accessKeyId,
        AWS_SECRET_ACCESS_KEY: accessKey!.secretAccessKey,
      };
      const change = budgetTable(
        awsClient(dynamoDb, { variables, timeoutMs: 20_000 }),
        directory.tables.codes,
      );
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

    it("can have a limited number of codes mailed per hour", async () => {
      for (let asked = 0; asked < mailsPerHour + 3; asked += 1) await begin();

      assert.equal((await mails()).length, mailsPerHour);
    });

    it("cannot tell whether a budget is used up", async () => {
      const shapes = [];
      for (let asked = 0; asked < mailsPerHour + 1; asked += 1) {
        const { Session, ChallengeName, ChallengeParameters } = await begin();
        const { Session: next, ...second } = await respond(Session, "00000000x");
        assert.ok(next === undefined || next !== Session);
        shapes.push({ ChallengeName, ChallengeParameters, second: second.ChallengeName });
      }

      assert.equal(new Set(shapes.map((shape) => JSON.stringify(shape))).size, 1);
    });

    it("cannot block sign-in by password", async () => {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        let { Session } = await begin();
        for (let guess = 0; guess < 3 && Session; guess += 1) {
          ({ Session } = await respond(Session, "x").catch(() => ({ Session: undefined })));
        }
      }

      assert.ok(await signIn());
    });
  });

  const refused = {
    name: "UserLambdaValidationException",
    message: /can't sign (in|up) here\.\.$/,
  };

  describe("by another address", () => {
    it("cannot sign up", async () => {
      await assert.rejects(directory.app.signUp(newAddress("evil.net")), {
        name: "UserLambdaValidationException",
      });
    });

    for (const evil of ["x@evil.net@example.com", "x@evil.net,y@example.com", "x@example.com."]) {
      it(`can't change it to ${evil}, which is no address`, async () => {
        const { AccessToken } = await signIn();

        await assert.rejects(directory.app.changeAddress(AccessToken!, evil), {
          name: "InvalidParameterException",
        });
      });
    }

    for (const evil of ["x@evil.net", "x@sub.example.com", "x@example.com.evil.net"]) {
      it(`gets no tokens by refresh or password after a change to ${evil}`, async () => {
        const { AccessToken, RefreshToken } = await signIn();
        const address = evil.replace("x", jane.split("@")[0]!);
        await changeAddress(AccessToken!, address);

        await assert.rejects(directory.app.refresh(RefreshToken!), refused);
        await assert.rejects(signIn(address), refused);
      });
    }

    it("may change it within the allowed domain", async () => {
      const { AccessToken, RefreshToken } = await signIn();
      const address = newAddress("EXAMPLE.com");
      await changeAddress(AccessToken!, address);

      assert.ok((await directory.app.refresh(RefreshToken!)).AuthenticationResult);
      assert.ok(await signIn(address));
    });

    it("signs in if an administrator created the user with it, until the user changes it", async () => {
      const guest = newAddress("partner.net");
      await create(guest);

      const { AccessToken, RefreshToken } = await signIn(guest);
      assert.ok((await directory.app.refresh(RefreshToken!)).AuthenticationResult);
      await changeAddress(AccessToken!, newAddress("partner.net"));
      await assert.rejects(directory.app.refresh(RefreshToken!), refused);
    });

    it("cannot sign in after an administrator changes it, until it is invited", async () => {
      const { RefreshToken } = await signIn();
      const address = newAddress("partner.net");
      await cloud.aws.cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: directory.userPoolId,
          Username: jane,
          UserAttributes: [
            { Name: "email", Value: address },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      );
      await assert.rejects(directory.app.refresh(RefreshToken!), refused);

      // docs/identity.md describes this step for administrators.
      await cloud.aws.dynamodb.send(
        new PutItemCommand({
          TableName: directory.tables.invited,
          Item: { address: { S: address } },
        }),
      );
      assert.ok((await directory.app.refresh(RefreshToken!)).AuthenticationResult);
    });
  });

  /** A user's guesses and mails in the table of budgets. */
  async function budgetOf(email: string) {
    const { sub } = claimsOf((await signIn(email)).IdToken!);
    const pages = paginateScan(
      { client: cloud.aws.dynamodb },
      { TableName: directory.tables.codes },
    );
    for await (const { Items } of pages) {
      for (const item of Items ?? []) {
        if (item["key"]?.S !== `user#${String(sub)}`) continue;
        return { guesses: Number(item["guesses"]!.N), mails: item["mailedAt"]!.L!.length };
      }
    }
    return { guesses: 0, mails: 0 };
  }
});
