import assert from "node:assert/strict";
import { awsClient, keyService, mailService } from "../../shared/awsClient.ts";
import { captureLog } from "../../testing/captureLog.ts";
import { stopServices } from "../../testing/service.ts";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { startLocalAws } from "../encryptedCode/testing/localAws.ts";
import { keyArn, LocalKey } from "../encryptedCode/testing/localKey.ts";
import type { MessageTemplates } from "../messages/templates.ts";
import { createEmailSender } from "./sender.ts";

const message = {
  subject: "Welcome to {platform}",
  html: '<p>Hello {name|there}, you are {username}</p><p class="code">{####}</p>',
  sms: "{####}",
};

const templates: MessageTemplates = {
  layout: '<html lang="{locale}">{content}</html>',
  defaultLocale: "en",
  locales: { en: { signUp: message }, de: { signUp: { ...message, subject: "Willkommen" } } },
};

describe("customEmailSender", () => {
  stopServices();
  const key = new LocalKey();

  const senderOf = async (status?: number) => {
    const { variables, calls } = await startLocalAws(key, status);
    const decryptKey = keyInKms(awsClient(keyService, { variables }), keyArn);
    const send = createEmailSender({
      platform: "A&B",
      templates,
      decrypt: (code) => decryptCode(code, keyArn, decryptKey),
      mailService: awsClient(mailService, { variables }),
      sender: "no-reply@example.com",
      configurationSet: "mails",
    });
    return { send, calls };
  };

  const signUp = async (
    more: object = {},
    code = "12<345",
    triggerSource = "CustomEmailSender_SignUp",
  ) => ({
    ...testTrigger,
    triggerSource,
    request: {
      code: (await key.encrypt(code)).toString("base64"),
      userAttributes: { sub: "s-1", email: "jane@example.com", name: "<b>Jane" },
      ...more,
    },
  });

  it("mails the code by SES, with the user's attributes as text", async () => {
    const { send, calls } = await senderOf();
    const { lines } = await captureLog(async () => send(await signUp(), testContext));

    const [{ path, headers, input }] = calls as [(typeof calls)[number]];
    assert.equal(path, "/v2/email/outbound-emails");
    assert.match(headers.authorization!, /\/us-east-1\/ses\/aws4_request/);
    assert.deepEqual(input, {
      FromEmailAddress: "no-reply@example.com",
      Destination: { ToAddresses: ["jane@example.com"] },
      ConfigurationSetName: "mails",
      Content: {
        Simple: {
          Subject: { Data: "Welcome to A&B" },
          Body: {
            Html: {
              Data: '<html lang="en"><p>Hello there, you are jane@example.com</p><p class="code">12&lt;345</p></html>',
            },
            Text: { Data: "Hello there, you are jane@example.com\n\n12<345" },
          },
        },
      },
    });
    assert.equal(lines.length, 1);
    assert.doesNotMatch(JSON.stringify(lines), /345|jane@example/);
  });

  it("writes in the language that the client asks for", async () => {
    const { send, calls } = await senderOf();
    await captureLog(async () =>
      send(await signUp({ clientMetadata: { locale: "de-AT" } }), testContext),
    );

    assert.match(JSON.stringify(calls[0]!.input), /"Willkommen"/);
  });

  it("refuses a changed code, and mails nothing", async () => {
    const { send, calls } = await senderOf();
    const event = await signUp();
    const code = Buffer.from(event.request.code, "base64");
    code[code.length - 130]! ^= 1;

    await assert.rejects(
      send({ ...event, request: { ...event.request, code: code.toString("base64") } }, testContext),
      /EncryptedMessageError|InvalidCiphertext/,
    );
    assert.deepEqual(calls, []);
  });

  it("fails if SES does not take the mail, so that Lambda tries again", async () => {
    const { send } = await senderOf(400);

    await assert.rejects(send(await signUp(), testContext), /AwsError/);
  });

  const without: readonly (readonly [string, object, string?])[] = [
    ["a code", { code: null }],
    ["an address", { userAttributes: { sub: "s-1" } }],
    ["a message for it", {}, "CustomEmailSender_SomethingNew"],
  ];
  for (const [name, more, source] of without) {
    it(`mails nothing for an event without ${name}, and says so in the log`, async () => {
      const { send, calls } = await senderOf();
      const { lines } = await captureLog(async () =>
        send(await signUp(more, "1", source), testContext),
      );

      assert.deepEqual(calls, []);
      assert.equal(lines[0]!["message"], "no mail for this event");
    });
  }
});
