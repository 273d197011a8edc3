import assert from "node:assert/strict";
import { customise } from "./customMessage.ts";
import type { Mail } from "./mailbox.ts";

const mail: Mail = {
  MessageId: "m1",
  To: ["jane@example.com"],
  Subject: "Your verification code",
  BodyText: "Your verification code is 123456.",
  BodyHtml: "",
  Type: "CognitoVerificationMessage",
};
const emailMessage = "<p>{####}</p>";

describe("customise", () => {
  it("puts the code wherever the message has its parameter", () => {
    const custom = customise(mail, { emailSubject: "Hi", emailMessage: "<p>{####} or {####}</p>" });

    assert.deepEqual(custom, {
      ...mail,
      Subject: "Hi",
      BodyText: "",
      BodyHtml: "<p>123456 or 123456</p>",
    });
  });

  for (const response of [{}, { emailSubject: null, emailMessage: null }, { emailMessage: "" }]) {
    it(`keeps the pool's words after ${JSON.stringify(response)}`, () => {
      assert.deepEqual(customise(mail, response), mail);
    });
  }

  it("keeps the pool's message under the trigger's subject", () => {
    assert.deepEqual(customise(mail, { emailSubject: "Hi" }), { ...mail, Subject: "Hi" });
  });

  it("keeps the pool's subject over the trigger's message", () => {
    assert.equal(customise(mail, { emailMessage }).Subject, mail.Subject);
  });

  for (const [title, words] of [
    ["beside the address", { To: ["1@123123.com"], BodyText: "For 1@123123.com: 654321" }],
    ["beside a colour", { BodyText: "", BodyHtml: '<b style="color:#333333">654321</b>' }],
    ["beside a longer number", { BodyText: "Call 0123456789: 654321" }],
  ] as const) {
    it(`finds the code ${title}`, () => {
      const custom = customise({ ...mail, ...words }, { emailMessage });

      assert.equal(custom.BodyHtml, "<p>654321</p>");
    });
  }

  it("refuses a message without the code", () => {
    assert.throws(() => customise(mail, { emailMessage: "Hello" }), {
      type: "InvalidParameterException",
      message: /'Hello' at 'emailBody'/,
    });
  });
});
