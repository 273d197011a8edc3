import assert from "node:assert/strict";
import { awsClient, keyService } from "../../shared/awsClient.ts";
import { testTrigger } from "../../testing/trigger.ts";
import { stopServices } from "../../testing/service.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { startLocalAws } from "../encryptedCode/testing/localAws.ts";
import { keyArn, LocalKey } from "../encryptedCode/testing/localKey.ts";
import type { MessageTemplates } from "../messages/templates.ts";
import { createRequests, type SenderEvent, type SenderRequest } from "./request.ts";

const text = {
  subject: "Welcome to {platform}",
  html: '<p>Hello {name|there}, you are {username}</p><p class="code">{####}</p>',
  sms: "{####}",
};
const templates: MessageTemplates = {
  layout: '<html lang="{locale}">{content}</html>',
  defaultLocale: "en",
  locales: { en: { signUp: text }, de: { signUp: { ...text, subject: "Willkommen" } } },
};

describe("what a custom sender gets", () => {
  stopServices();
  const key = new LocalKey();
  let decrypt: (code: string) => Promise<string>;

  beforeEach(async () => {
    const { variables } = await startLocalAws(key);
    const decryptKey = keyInKms(awsClient(keyService, { variables }), keyArn);
    decrypt = (code) => decryptCode(code, keyArn, decryptKey);
  });

  const attributes = {
    ...{ sub: "s-1", email: "jane@example.com", phone_number: "+15550100", name: "<b>Jane" },
  };
  const eventOf = async (source = "CustomEmailSender_SignUp", more: object = {}) => ({
    ...testTrigger,
    triggerSource: source,
    request: {
      code: (await key.encrypt("12<345")).toString("base64"),
      userAttributes: attributes,
      ...more,
    },
  });
  const request = async (
    event: SenderEvent,
    more: Partial<Parameters<typeof createRequests>[0]> = {},
  ): Promise<SenderRequest | undefined> =>
    createRequests({ channel: "email", platform: "A&B", templates, decrypt, ...more })(event);

  it("is the code, whom it is for and the platform's text, with attributes as text", async () => {
    const event = { ...(await eventOf()), userName: "s-1" };

    assert.deepEqual(await request(event), {
      kind: "signUp",
      channel: "email",
      to: "jane@example.com",
      code: "12<345",
      message: {
        subject: "Welcome to A&B",
        html: '<html lang="en"><p>Hello there, you are jane@example.com</p><p class="code">12&lt;345</p></html>',
        text: "Hello there, you are jane@example.com\n\n12<345",
        sms: "12<345",
      },
      user: { name: "s-1", sub: "s-1", attributes },
      userPoolId: testTrigger.userPoolId,
      clientId: "client1",
      clientMetadata: {},
    });
  });

  it("is in the language that the client asks for", async () => {
    const event = await eventOf(undefined, { clientMetadata: { locale: "de-AT" } });
    const given = await request(event);

    assert.equal(given!.message!.subject, "Willkommen");
    assert.deepEqual(given!.clientMetadata, { locale: "de-AT" });
  });

  it("has a short text on a platform without texts of its own", async () => {
    const invitation = await request(await eventOf("CustomEmailSender_AdminCreateUser"), {
      templates: undefined,
    });

    assert.equal(invitation!.kind, "adminCreateUser");
    assert.match(invitation!.message!.text, /jane@example\.com .*password is 12<345\./);
    assert.match(invitation!.message!.html, /password is 12&lt;345\./);
  });

  for (const name of ["CustomSMSSender", "CustomSmsSender"]) {
    it(`goes to the phone for ${name}`, async () => {
      const given = await request(await eventOf(`${name}_Authentication`), { channel: "sms" });

      assert.deepEqual([given!.kind, given!.to], ["authentication", "+15550100"]);
    });
  }

  it("has no code and no text for a notice, and no text for an unknown occasion", async () => {
    const notice = await request(
      await eventOf("CustomEmailSender_AccountTakeOverNotification", { code: null }),
    );
    const unknown = await request(await eventOf("CustomEmailSender_SomethingNew"));

    assert.deepEqual(
      [notice!.kind, notice!.code, notice!.message],
      ["accountTakeOverNotification", undefined, undefined],
    );
    assert.deepEqual(
      [unknown!.kind, unknown!.code, unknown!.message],
      ["somethingNew", "12<345", undefined],
    );
  });

  it("is nothing for a user without an address of the channel", async () => {
    assert.equal(
      await request(await eventOf(undefined, { userAttributes: { sub: "s-1" } })),
      undefined,
    );
  });

  it("is nothing if the code was changed on its way", async () => {
    const event = await eventOf();
    const code = Buffer.from(event.request.code, "base64");
    code[code.length - 130]! ^= 1;
    const changed = { ...event.request, code: code.toString("base64") };

    await assert.rejects(
      request({ ...event, request: changed }),
      /EncryptedMessageError|InvalidCiphertext/,
    );
  });
});
