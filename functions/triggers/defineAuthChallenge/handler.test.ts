import assert from "node:assert/strict";
import { testTrigger } from "../../testing/trigger.ts";
import { handler } from "./handler.ts";

describe("defineAuthChallenge", () => {
  it("responds with the next step", async () => {
    const { response } = await handler({
      ...testTrigger,
      triggerSource: "DefineAuthChallenge_Authentication",
      request: { userAttributes: {}, session: [] },
      response: { issueTokens: false, failAuthentication: false },
    });

    assert.deepEqual(response, {
      challengeName: "CUSTOM_CHALLENGE",
      issueTokens: false,
      failAuthentication: false,
    });
  });
});
