import assert from "node:assert/strict";
import type { CreateAuthChallengeTriggerEvent } from "aws-lambda";
import { captureLog } from "../../shared/captureLog.ts";
import { fromMetadata } from "../signInCode.ts";
import { testContext, testTrigger } from "../testEvent.ts";
import { createChallenger } from "./challenger.ts";

type Request = CreateAuthChallengeTriggerEvent["request"];

const jane = { email: "jane@example.com", email_verified: "true" };

describe("createChallenger", () => {
  let mails: { address: string; digits: string }[];
  const handler = createChallenger(async (address, digits) => {
    mails.push({ address, digits });
  });

  beforeEach(() => {
    mails = [];
  });

  const challengeFor = async (request: Partial<Request>, challenger = handler) => {
    const event: CreateAuthChallengeTriggerEvent = {
      ...testTrigger,
      triggerSource: "CreateAuthChallenge_Authentication",
      request: { userAttributes: jane, challengeName: "CUSTOM_CHALLENGE", session: [], ...request },
      response: {
        publicChallengeParameters: {},
        privateChallengeParameters: {},
        challengeMetadata: "",
      },
    };
    return (await challenger(event, testContext)).response;
  };

  it("mails a code, keeps it for the check and shows where it went", async () => {
    const response = await challengeFor({});

    const code = fromMetadata(response.privateChallengeParameters["code"])!;
    assert.deepEqual(mails, [{ address: "jane@example.com", digits: code.digits }]);
    assert.deepEqual(response.publicChallengeParameters, { email: "j***@e***" });
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

  it("asks for the same code again after a wrong answer, without another mail", async () => {
    const first = await challengeFor({});

    const second = await challengeFor({
      session: [
        {
          challengeName: "CUSTOM_CHALLENGE",
          challengeResult: false,
          challengeMetadata: first.challengeMetadata,
        },
      ],
    });

    assert.equal(mails.length, 1);
    assert.deepEqual(second, first);
  });

  for (const [whom, request] of [
    ["a user who does not exist", { userAttributes: {}, userNotFound: true }],
    ["an address that is not verified", { userAttributes: { ...jane, email_verified: "false" } }],
    ["an address that nobody speaks of verifying", { userAttributes: { email: jane.email } }],
  ] as const) {
    it(`asks but does not mail ${whom}, and has no code that would be right`, async () => {
      const response = await challengeFor(request);

      assert.deepEqual(mails, []);
      assert.deepEqual(response.privateChallengeParameters, {});
      assert.equal(fromMetadata(response.challengeMetadata), undefined);
      assert.deepEqual(response.publicChallengeParameters, { email: "j***@e***" });
    });
  }

  it("tells the user nothing but that the mail could not be sent, and the log why", async () => {
    const broken = createChallenger(() => Promise.reject(new Error("sender not verified")));

    const { lines } = await captureLog(() =>
      assert.rejects(challengeFor({}, broken), {
        name: "CodeNotSentError",
        message: "The sign-in code could not be sent. Try again later.",
      }),
    );

    assert.equal(lines[0]!["reason"], "Error: sender not verified");
    assert.equal(lines[0]!["correlationId"], "r-1");
  });
});
