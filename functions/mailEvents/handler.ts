import { createHash } from "node:crypto";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { logPlain } from "../shared/log.ts";
import { type Incident, incidentsOf, type MailEvent } from "./event.ts";

/**
 * Logs what became of mails that SES could not deliver, or whose receivers complained, with a metric of each kind. SES
 * itself sends no further mail to these addresses. The log has a hash in place of an address.
 *
 * Source: CloudWatch User Guide, "Specification: Embedded metric format".
 */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of records) {
    try {
      const event = JSON.parse(body) as MailEvent;
      for (const incident of incidentsOf(event)) logIncident(incident, event);
    } catch {
      // The queue keeps it; an error's text could repeat an address.
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function logIncident(
  { recipient, message, metric, type, status }: Incident,
  { detail: { mail } }: MailEvent,
): void {
  const configurationSet = mail.tags?.["ses:configuration-set"]?.[0];
  const directive = {
    Namespace: "Palisade/Mail",
    Dimensions: [["configurationSet"]],
    Metrics: [{ Name: metric, Unit: "Count" }],
  };
  logPlain(
    {
      ...{ level: "info", message, timestamp: new Date().toISOString() },
      ...{ correlationId: mail.messageId, configurationSet, recipient: hashOf(recipient) },
      ...{ type, status },
    },
    metric &&
      `,"${metric}":1,"_aws":${JSON.stringify({ Timestamp: Date.now(), CloudWatchMetrics: [directive] })}`,
  );
}

/** As `printf jane@example.com | sha256sum | cut -c -16` prints it. */
const hashOf = (address: string): string =>
  createHash("sha256").update(address.toLowerCase()).digest("hex").slice(0, 16);
