import assert from "node:assert/strict";
import type { CustomMessageTriggerEvent } from "aws-lambda";
import { testTrigger } from "../../testing/trigger.ts";
import { messages } from "./messages.ts";

type Source = CustomMessageTriggerEvent["triggerSource"];

describe("customMessage", () => {
  let handler: (event: CustomMessageTriggerEvent) => Promise<CustomMessageTriggerEvent>;

  before(async () => {
    process.env["PLATFORM_NAME"] = 'Q&A <"labs">';
    ({ handler } = await import("./handler.ts"));
  });

  after(() => {
    delete process.env["PLATFORM_NAME"];
  });

  const messageFor = async (triggerSource: Source) => {
    const { response } = await handler({
      ...testTrigger,
      triggerSource,
      request: {
        userAttributes: { name: "<b>Mallory</b>" },
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: triggerSource === "CustomMessage_AdminCreateUser" ? "{username}" : null,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
    return {
      mail: response.emailMessage!,
      subject: response.emailSubject!,
      sms: response.smsMessage!,
    };
  };

  it("leaves the texts of an occasion that it does not know", async () => {
    const { mail, sms } = await messageFor("CustomMessage_Other" as Source);

    assert.deepEqual([mail, sms], [null, null]);
  });

  const sources = Object.keys(messages) as Source[];
  for (const source of sources) {
    it(`writes the code and the platform's name for ${source}`, async () => {
      const { mail, subject, sms } = await messageFor(source);

      assert.ok(mail.includes("{####}"));
      assert.ok(sms.includes("{####}"));
      assert.ok(mail.includes("Q&amp;A &lt;&quot;labs&quot;&gt;"));
      assert.ok(subject.includes('Q&A <"labs">'));
      assert.ok(subject.length <= 140);
      assert.doesNotMatch(mail, /Mallory|undefined|null/);
    });
  }

  it("includes the user name in an invitation", async () => {
    const { mail, sms } = await messageFor("CustomMessage_AdminCreateUser");

    assert.ok(mail.includes("{username}"));
    assert.ok(sms.includes("{username}"));
  });

  it("has a different subject for each occasion, except the two that confirm an address", async () => {
    const subjects = await Promise.all(
      sources.map(async (source) => (await messageFor(source)).subject),
    );

    assert.equal(new Set(subjects).size, sources.length - 1);
  });
});
