import assert from "node:assert/strict";
import type { CreateAuthChallengeTriggerEvent } from "aws-lambda";
import { captureLog } from "../../testing/captureLog.ts";
import { memoryBudgets, testContext, testTrigger } from "../../testing/trigger.ts";
import { mailsPerHour } from "../codeBudget/budget.ts";
import { fromMetadata } from "../signInCode.ts";
import { type ChallengerOptions, createChallenger } from "./challenger.ts";

type Request = CreateAuthChallengeTriggerEvent["request"];

const jane = { sub: "0f1e", email: "jane@example.com", email_verified: "true" };

describe("createChallenger", () => {
  let mails: { address: string; digits: string }[];
  const { budgets, changeBudget } = memoryBudgets();
  const options: ChallengerOptions = {
    mailCode: async (address, digits) => {
      mails.push({ address, digits });
    },
    changeBudget,
    beginsAfterMs: 0,
  };
  const handler = createChallenger(options);

  beforeEach(() => {
    mails = [];
    budgets.clear();
  });

  const eventOf = (request: Partial<Request>): CreateAuthChallengeTriggerEvent => ({
    ...testTrigger,
    triggerSource: "CreateAuthChallenge_Authentication",
    request: { userAttributes: jane, challengeName: "CUSTOM_CHALLENGE", session: [], ...request },
    response: {
      publicChallengeParameters: {},
      privateChallengeParameters: {},
      challengeMetadata: "",
    },
  });
  const challengeFor = async (request: Partial<Request>, challenger = handler) =>
    (await challenger(eventOf(request), testContext)).response;
  /** The challenge after a wrong response to an earlier one. */
  const challengeAfter = ({ challengeMetadata }: CreateAuthChallengeTriggerEvent["response"]) =>
    challengeFor({
      session: [{ challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata }],
    });

  it("mails a code, keeps it for the check and shows nothing of the address", async () => {
    const response = await challengeFor({});

    const code = fromMetadata(response.privateChallengeParameters["code"])!;
    assert.deepEqual(mails, [{ address: "jane@example.com", digits: code.digits }]);
    assert.deepEqual(response.publicChallengeParameters, {});
    assert.deepEqual(fromMetadata(response.challengeMetadata), code);
  });

  it("mails a code after the password", async () => {
    await challengeFor({
      session: [
        { challengeName: "SRP_A", challengeResult: true },
        { challengeName: "PASSWORD_VERIFIER", challengeResult: true },
      ],
    });

    assert.equal(mails.length, 1);
  });

  it("asks for the same code again after a wrong one, without another mail", async () => {
    const first = await challengeFor({});

    const second = await challengeAfter(first);

    assert.equal(mails.length, 1);
    assert.deepEqual(second, first);
  });

  for (const [whom, request] of [
    ["a user who does not exist", { userAttributes: {}, userNotFound: true }],
    ["an address that is not verified", { userAttributes: { ...jane, email_verified: "false" } }],
    ["an address without the attribute email_verified", { userAttributes: { email: jane.email } }],
  ] as const) {
    it(`asks but does not mail ${whom}, and accepts no code`, async () => {
      const response = await challengeFor(request);

      assert.deepEqual(mails, []);
      assert.deepEqual(response.privateChallengeParameters, {});
      assert.equal(fromMetadata(response.challengeMetadata), undefined);
      assert.deepEqual(response.publicChallengeParameters, {});
    });
  }

  it("mails a limited number of codes an hour, still asks for more, and logs it", async () => {
    for (let sent = 0; sent < mailsPerHour; sent += 1) await challengeFor({});

    const { result, lines } = await captureLog(() => challengeFor({}));

    assert.equal(mails.length, mailsPerHour);
    assert.deepEqual(result, {
      publicChallengeParameters: {},
      privateChallengeParameters: {},
      challengeMetadata: "NO-CODE",
    });
    const { timestamp: _, ...line } = lines[0]!;
    assert.deepEqual(line, {
      level: "info",
      message: "sign-in code withheld",
      correlationId: "r-1",
      sub: "0f1e",
    });
  });

  it("counts a user's mails for any spelling of their name, and unknown names separately", async () => {
    for (const userName of ["jane@example.com", "JANE@example.com", "0f1e"]) {
      await handler({ ...eventOf({}), userName }, testContext);
    }
    await challengeFor({ userAttributes: {}, userNotFound: true });

    assert.equal(budgets.get("user#0f1e")!.mailedAt.length, 3);
    assert.equal(budgets.size, 2);
  });

  it("mails nothing after a wrong response to a challenge without a code", async () => {
    const first = await challengeFor({ userAttributes: { ...jane, email_verified: "false" } });

    const second = await challengeAfter(first);

    assert.deepEqual([mails, second], [[], first]);
  });

  it("hides from the user that a mail could not be sent, and logs the reason", async () => {
    const mailCode = () => Promise.reject(new Error("sender not verified"));
    const broken = createChallenger({ ...options, mailCode });

    const { result, lines } = await captureLog(() => challengeFor({}, broken));

    assert.equal(result.challengeMetadata, "NO-CODE");
    assert.equal(lines[0]!["level"], "error");
    assert.equal(lines[0]!["error"], "Error: sender not verified");
    assert.equal(lines[0]!["correlationId"], "r-1");
  });

  it("takes as long for unknown names as for users", async () => {
    const slow = createChallenger({ ...options, beginsAfterMs: 60 });
    const timeOf = async (request: Partial<Request>) => {
      const start = performance.now();
      await challengeFor(request, slow);
      return performance.now() - start;
    };

    assert.ok((await timeOf({})) > 55);
    assert.ok((await timeOf({ userAttributes: {}, userNotFound: true })) > 55);
  });

  it("fails for everybody while budgets can't be read, and mails nothing", async () => {
    const closed = createChallenger({
      ...options,
      changeBudget: () => Promise.reject(new Error("no table")),
    });

    for (const request of [{}, { userAttributes: {}, userNotFound: true }]) {
      await assert.rejects(challengeFor(request, closed), { message: "no table" });
    }
    assert.deepEqual(mails, []);
  });
});
