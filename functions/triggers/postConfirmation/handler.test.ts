import assert from "node:assert/strict";
import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { captureLog } from "../../testing/captureLog.ts";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import { handler } from "./handler.ts";

describe("postConfirmation", () => {
  for (const [triggerSource, message] of [
    ["PostConfirmation_ConfirmSignUp", "user confirmed"],
    ["PostConfirmation_ConfirmForgotPassword", "password reset confirmed"],
  ] as const) {
    it(`logs "${message}" and identifies the user only by sub`, async () => {
      const event: PostConfirmationTriggerEvent = {
        ...testTrigger,
        triggerSource,
        request: { userAttributes: { sub: "0f1e", email: "jane@example.com" } },
        response: {},
      };

      const { result, lines } = await captureLog(() => handler(event, testContext));

      assert.equal(result, event);
      assert.equal(lines.length, 1);
      const { timestamp, ...line } = lines[0]!;
      assert.equal(typeof timestamp, "string");
      assert.deepEqual(line, {
        level: "info",
        message,
        correlationId: "r-1",
        userPoolId: testTrigger.userPoolId,
        sub: "0f1e",
      });
    });
  }
});
