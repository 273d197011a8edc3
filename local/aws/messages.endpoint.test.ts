import assert from "node:assert/strict";
import { SESv2 } from "@aws-sdk/client-sesv2";
import { SNS } from "@aws-sdk/client-sns";
import { miniStack } from "./cognito/testing/miniStack.ts";
import { UserPool } from "./guard/userpools/testing/userPool.ts";
import { readMessages } from "./messages.ts";

describe("messages that are sent on this machine", () => {
  const stack = miniStack();
  const settings = () => ({
    endpoint: stack.aws.url,
    region: stack.aws.region,
    credentials: stack.aws.accessKey!,
  });

  it("are listed as mails and text messages, in the order in which they were sent", async () => {
    const [ses, sns] = [new SESv2(settings()), new SNS(settings())];
    const address = "no-reply@example.com";
    await ses.createEmailIdentity({ EmailIdentity: address });
    const send = (Html: string) =>
      ses.sendEmail({
        FromEmailAddress: address,
        Destination: { ToAddresses: ["jane@example.com"] },
        Content: { Simple: { Subject: { Data: "Hi" }, Body: { Html: { Data: Html } } } },
      });
    const pool = await UserPool.create(stack.aws, {
      UsernameAttributes: ["phone_number"],
      AutoVerifiedAttributes: ["phone_number"],
    });

    await send("<head><style>.a{color:#161615}</style></head><p>One</p><p>1 &lt; 2</p>");
    await sns.publish({ PhoneNumber: "+15550100", Message: "Two" });
    await pool.signUp("+15550101", {});
    await send("<p>Four</p>");

    const messages = await readMessages(stack.aws);
    assert.deepEqual(
      messages.map(({ kind, to, subject, text }) => [
        kind,
        ...to,
        subject,
        text.replace(/\d{6}/, "…"),
      ]),
      [
        ["mail", "jane@example.com", "Hi", "One 1 < 2"],
        ["sms", "+15550100", undefined, "Two"],
        ["sms", "+15550101", undefined, "Your verification code is …."],
        ["mail", "jane@example.com", "Hi", "Four"],
      ],
    );
    for (const { time } of messages) assert.ok(Math.abs(Date.now() - Date.parse(time)) < 60_000);
    ses.destroy();
    sns.destroy();
  });
});
