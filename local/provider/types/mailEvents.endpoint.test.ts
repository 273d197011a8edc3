import { SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import assert from "node:assert/strict";
import { readMessages } from "../../aws/messages.ts";
import type { Properties } from "../../graph/resource.ts";
import { useCloud } from "../testing/cloud.ts";

const domain = "mail.example.com";
const sender = `no-reply@${domain}`;

describe("events about mails", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  let queueUrl: string;

  before(async () => {
    await cloud.create("aws:sesv2/configurationSet:ConfigurationSet", "mails", {
      configurationSetName: "mails",
    });
    const eventBusArn = cloud.arn("events", "event-bus/default");
    const destination: Properties = {
      configurationSetName: "mails",
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE"],
        eventBridgeDestination: { eventBusArn },
      },
    };
    const type = "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination";
    const created = await cloud.create(type, "mails", destination);
    await created.update({
      ...destination,
      eventDestination: {
        ...(destination["eventDestination"] as Properties),
        matchingEventTypes: ["BOUNCE", "COMPLAINT"],
      },
    });
    await cloud.create("aws:sesv2/emailIdentity:EmailIdentity", "mails", {
      emailIdentity: domain,
      configurationSetName: "mails",
    });
    await cloud.create("aws:sesv2/emailIdentity:EmailIdentity", "others", {
      emailIdentity: "other.example.com",
    });
    const queue = await cloud.create("aws:sqs/queue:Queue", "mails", {});
    queueUrl = queue.id;
    const rule = await cloud.create("aws:cloudwatch/eventRule:EventRule", "mails", {
      eventPattern: JSON.stringify({
        source: ["aws.ses"],
        detail: { mail: { tags: { "ses:configuration-set": ["mails"] } } },
      }),
    });
    await cloud.create("aws:cloudwatch/eventTarget:EventTarget", "mails", {
      rule: rule.outputs["name"],
      arn: queue.outputs["arn"],
    });
  });

  const send = (to: string, from = sender) =>
    cloud.aws.ses.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      }),
    );

  /** The next event, without its ids and times. */
  async function next(): Promise<Record<string, unknown>> {
    const sqs = await cloud.aws.sqs();
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: queueUrl, WaitTimeSeconds: 20 });
    const [{ Body, ReceiptHandle }] = Messages as [{ Body: string; ReceiptHandle: string }];
    await sqs.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle });
    const event = JSON.parse(Body) as { "detail-type": string; detail: Record<string, Properties> };
    const { bounceType, bounceSubType } = event.detail["bounce"] ?? {};
    return { type: event["detail-type"], bounceType, bounceSubType };
  }

  const bounced = (bounceSubType: string) => ({
    type: "Email Bounced",
    bounceType: "Permanent",
    bounceSubType,
  });
  for (const [address, expected] of [
    ["bounce@simulator.amazonses.com", bounced("General")],
    ["bounce+jane@simulator.amazonses.com", bounced("General")],
    ["suppressionlist@simulator.amazonses.com", bounced("Suppressed")],
    [
      "complaint@simulator.amazonses.com",
      { type: "Email Complaint Received", bounceType: undefined, bounceSubType: undefined },
    ],
  ] as const) {
    it(`come of mails to ${address}`, async () => {
      await send("jane@example.com");
      await send(address, "no-reply@other.example.com");
      await send(address);

      assert.deepEqual(await next(), expected);
    });
  }

  it("come of codes that a user pool mails", async () => {
    const pool = await cloud.create("aws:cognito/userPool:UserPool", "users", {
      usernameAttributes: ["email"],
      autoVerifiedAttributes: ["email"],
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER",
        sourceArn: cloud.arn("ses", `identity/${domain}`),
        fromEmailAddress: sender,
      },
    });
    const client = await cloud.create("aws:cognito/userPoolClient:UserPoolClient", "users", {
      userPoolId: pool.id,
    });
    const Username = "bounce+code@simulator.amazonses.com";
    await cloud.aws.cognito.send(
      new SignUpCommand({ ClientId: client.id, Username, Password: "Secret-123456" }),
    );

    assert.deepEqual(await next(), bounced("General"));
    const mails = await readMessages(cloud.aws);
    assert.ok(mails.some(({ to }) => to.includes(Username)));
  });
});
