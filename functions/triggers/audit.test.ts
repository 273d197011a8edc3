import assert from "node:assert/strict";
import { captureLog } from "../testing/captureLog.ts";
import { testContext, testTrigger } from "../testing/trigger.ts";
import { createAudit } from "./audit.ts";

describe("an audit event", () => {
  const event = {
    ...testTrigger,
    triggerSource: "PostAuthentication_Authentication",
    request: { userAttributes: { sub: "0f1e", email: "jane@example.com" } },
  };
  const detail = {
    sub: "0f1e",
    userPoolId: testTrigger.userPoolId,
    clientId: "client1",
    triggerSource: "PostAuthentication_Authentication",
  };

  it("names the user only by sub", async () => {
    const sent: unknown[] = [];
    const audit = createAudit(async (operation, input) => {
      sent.push([operation, input]);
      return { FailedEntryCount: 0 };
    }, "audits");

    await audit("User Signed In", event, testContext);

    const entry = {
      EventBusName: "audits",
      Source: "palisade.identity",
      DetailType: "User Signed In",
      Detail: JSON.stringify(detail),
    };
    assert.deepEqual(sent, [["PutEvents", { Entries: [entry] }]]);
  });

  for (const [what, send] of [
    ["can't be reached", () => Promise.reject(new Error("no bus"))],
    ["refuses", async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: "no bus" }] })],
  ] as const) {
    it(`is logged while the bus ${what}, and nobody has to wait for it`, async () => {
      const audit = createAudit(send, "audits");

      const { lines } = await captureLog(() => audit("User Signed In", event, testContext));

      const { error, timestamp: _, ...line } = lines[0]!;
      assert.match(String(error), /no bus/);
      assert.deepEqual(line, {
        level: "error",
        message: "audit event not sent",
        correlationId: "r-1",
        action: "User Signed In",
        ...detail,
      });
    });
  }
});
