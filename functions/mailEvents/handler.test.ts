import assert from "node:assert/strict";
import type { SQSEvent } from "aws-lambda";
import { captureLog } from "../testing/captureLog.ts";
import type { MailEvent } from "./event.ts";
import { handler } from "./handler.ts";

const mail = { messageId: "m-1", tags: { "ses:configuration-set": ["dev-users-mail"] } };
const jane = { emailAddress: "Jane@Example.com", status: "5.1.1" };
/** Of `jane@example.com`. */
const hash = "8c87b489ce35cf2e";

const bounce = (bounceType: string, bounceSubType: string): MailEvent["detail"] => ({
  eventType: "Bounce",
  bounce: { bounceType, bounceSubType, bouncedRecipients: [jane] },
  mail,
});

async function logged(...bodies: string[]) {
  const records = bodies.map((body, index) => ({ messageId: `s-${index}`, body }));
  const { result, lines } = await captureLog(() => handler({ Records: records } as SQSEvent));
  return { failures: result.batchItemFailures, lines };
}

describe("events about mails", () => {
  const complaint: MailEvent["detail"] = {
    eventType: "Complaint",
    complaint: { complaintFeedbackType: "abuse", complainedRecipients: [jane] },
    mail,
  };
  for (const [detail, message, metric, type] of [
    [bounce("Permanent", "General"), "mail bounced", "Bounces", "Permanent/General"],
    [bounce("Permanent", "Suppressed"), "mail suppressed", "Suppressed", "Permanent/Suppressed"],
    [
      bounce("Permanent", "OnAccountSuppressionList"),
      "mail suppressed",
      "Suppressed",
      "Permanent/OnAccountSuppressionList",
    ],
    [complaint, "complaint about mail", "Complaints", "abuse"],
  ] as const) {
    it(`are a log line with a metric, and without the address: ${type}`, async () => {
      const { lines, failures } = await logged(JSON.stringify({ detail }));

      const [{ timestamp: _, _aws, ...line }] = lines as [Record<string, unknown>];
      assert.deepEqual(line, {
        level: "info",
        message,
        correlationId: "m-1",
        configurationSet: "dev-users-mail",
        recipient: hash,
        type,
        ...(metric !== "Complaints" && { status: "5.1.1" }),
        [metric]: 1,
      });
      assert.deepEqual((_aws as { CloudWatchMetrics: unknown }).CloudWatchMetrics, [
        {
          Namespace: "Palisade/Mail",
          Dimensions: [["configurationSet"]],
          Metrics: [{ Name: metric, Unit: "Count" }],
        },
      ]);
      assert.deepEqual(failures, []);
    });
  }

  it("count nothing for a mailbox that is full", async () => {
    const { lines } = await logged(JSON.stringify({ detail: bounce("Transient", "MailboxFull") }));

    assert.equal(lines[0]!["message"], "mail not delivered");
    assert.equal(lines[0]!["_aws"], undefined);
  });

  it("stay in the queue if they can't be read, and the others are done", async () => {
    const { lines, failures } = await logged(
      "jane@example.com",
      JSON.stringify({ detail: complaint }),
      JSON.stringify({ detail: { eventType: "Send", mail } }),
    );

    assert.deepEqual(failures, [{ itemIdentifier: "s-0" }]);
    assert.equal(lines.length, 1);
  });
});
