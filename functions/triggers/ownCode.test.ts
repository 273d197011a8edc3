import assert from "node:assert/strict";
import type { VerifyAuthChallengeResponseTriggerEvent } from "aws-lambda";
import { captureLog } from "../testing/captureLog.ts";
import { testContext, testTrigger } from "../testing/trigger.ts";
import type { TriggerHandler } from "./guarded.ts";
import { withOwnCode } from "./ownCode.ts";
import { Refusal } from "./refusal.ts";

interface Event {
  readonly triggerSource: string;
  response: { readonly flag?: string };
}

describe("a team's own code in a trigger", () => {
  const event = (): Event => ({ ...testTrigger, triggerSource: "PreSignUp_SignUp", response: {} });
  const ours: TriggerHandler<Event> = async (given) => ({ ...given, response: { flag: "ours" } });

  it("runs after ours, and may change the response or return another one", async () => {
    const seen: unknown[] = [];
    const changed = withOwnCode(ours, async (given) => {
      seen.push(given.response);
      given.response = { flag: "changed" };
    });
    const returned = withOwnCode(ours, async (given) => ({
      ...given,
      triggerSource: "another",
      response: { flag: "returned" },
    }));

    assert.deepEqual((await changed(event(), testContext)).response, { flag: "changed" });
    const result = await returned(event(), testContext);
    assert.deepEqual(
      [result.response, result.triggerSource],
      [{ flag: "returned" }, "PreSignUp_SignUp"],
    );
    assert.deepEqual(seen, [{ flag: "ours" }]);
  });

  it("is not asked about those whom ours refuses", async () => {
    const handler = withOwnCode<Event>(
      async () => {
        throw new Refusal("Not you");
      },
      () => assert.fail("own code ran"),
    );

    await assert.rejects(handler(event(), testContext), { name: "Refusal", message: "Not you" });
  });

  it("can't make a wrong answer to a challenge correct, but a correct one wrong", async () => {
    const verify = (byOurs: boolean, byOwn: boolean) =>
      withOwnCode<VerifyAuthChallengeResponseTriggerEvent>(
        async (given) => ({ ...given, response: { answerCorrect: byOurs } }),
        async (given) => ({ ...given, response: { answerCorrect: byOwn } }),
      )(event() as never, testContext);

    for (const [byOurs, byOwn] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const) {
      assert.equal((await verify(byOurs, byOwn)).response.answerCorrect, byOurs && byOwn);
    }
  });

  it("refuses with its own message, and leaks no other error", async () => {
    const refusing = withOwnCode(ours, async () => {
      throw new Refusal("Only members");
    });
    const failing = withOwnCode(ours, async () => {
      throw new Error("password of db1.internal is wrong");
    });

    await assert.rejects(refusing(event(), testContext), { message: "Only members" });
    const { lines } = await captureLog(() =>
      assert.rejects(failing(event(), testContext), {
        message: "Something went wrong on our side. Please try again",
      }),
    );
    assert.equal(lines[0]!["error"], "Error: password of db1.internal is wrong");
    assert.equal(lines[0]!["triggerSource"], "PreSignUp_SignUp");
  });
});
