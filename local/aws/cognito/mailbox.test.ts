import assert from "node:assert/strict";
import { customise, type Mail, Mailbox, type MailList } from "./mailbox.ts";

const mail = (id: string, more: Partial<Mail> = {}): Mail => ({
  MessageId: id,
  To: ["jane@example.com"],
  Subject: id,
  BodyText: "",
  BodyHtml: "",
  Type: "CognitoVerificationMessage",
  ...more,
});
const list = (...mails: Mail[]): MailList => ({ messages: { "123456789012": mails } });
const subjects = ({ messages }: MailList) =>
  Object.values(messages)
    .flat()
    .map(({ Subject }) => Subject);

describe("Mailbox", () => {
  it("claims the newest mail with a code to an address, once", () => {
    const mailbox = new Mailbox();
    const mails = list(
      mail("older"),
      mail("newest"),
      mail("invitation", { Type: "CognitoInvitationMessage" }),
      mail("another's", { To: ["adam@example.com"] }),
    );

    const claims = [1, 2, 3].map(() => mailbox.claim(mails, "jane@example.com")?.MessageId);

    assert.deepEqual(claims, ["newest", "older", undefined]);
  });

  it("lists a claimed mail only after it is rewritten", async () => {
    const mailbox = new Mailbox();
    const mails = list(mail("first"), mail("second"));
    const claimed = mailbox.claim(mails, "jane@example.com")!;

    const before = await mailbox.complete(mails);
    mailbox.rewrite({ ...claimed, Subject: "rewritten" });
    const after = await mailbox.complete(mails);

    assert.deepEqual(subjects(before), ["first"]);
    assert.deepEqual(subjects(after), ["first", "rewritten"]);
  });

  it("runs a user's operations one after the other, even after a failure", async () => {
    const mailbox = new Mailbox();
    const steps: string[] = [];
    const operation = (name: string, fails = false) =>
      mailbox.inTurn("jane", async () => {
        steps.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`${name} ends`);
        if (fails) throw new Error(name);
      });

    const results = await Promise.allSettled([operation("first", true), operation("second")]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled"],
    );
    assert.deepEqual(steps, ["first begins", "first ends", "second begins", "second ends"]);
  });

  it("does not make users wait for each other", async () => {
    const mailbox = new Mailbox();
    void mailbox.inTurn("jane", () => new Promise(() => {}));

    assert.equal(await mailbox.inTurn("adam", async () => "done"), "done");
  });

  it("completes a list when the operations in progress have ended", async () => {
    const mailbox = new Mailbox();
    const mails = list(mail("first"));
    const rewriting = mailbox.inTurn("jane", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      mailbox.rewrite(mail("first", { Subject: "rewritten" }));
    });

    const completed = await mailbox.complete(mails);

    assert.deepEqual(subjects(completed), ["rewritten"]);
    await rewriting;
  });
});

const codeMail = mail("m1", { BodyText: "Your verification code is 123456." });
const emailMessage = "<p>{####}</p>";

describe("customise", () => {
  it("replaces each code parameter of the message", () => {
    const custom = customise(codeMail, {
      emailSubject: "Hi",
      emailMessage: "<p>{####} or {####}</p>",
    });

    assert.deepEqual(custom, {
      ...codeMail,
      Subject: "Hi",
      BodyText: "",
      BodyHtml: "<p>123456 or 123456</p>",
    });
  });

  for (const response of [{}, { emailSubject: null, emailMessage: null }, { emailMessage: "" }]) {
    it(`keeps the pool's texts after ${JSON.stringify(response)}`, () => {
      assert.deepEqual(customise(codeMail, response), codeMail);
    });
  }

  it("keeps the pool's message with the trigger's subject", () => {
    assert.deepEqual(customise(codeMail, { emailSubject: "Hi" }), { ...codeMail, Subject: "Hi" });
  });

  it("keeps the pool's subject with the trigger's message", () => {
    assert.equal(customise(codeMail, { emailMessage }).Subject, codeMail.Subject);
  });

  for (const [title, words] of [
    ["beside the address", { To: ["1@123123.com"], BodyText: "For 1@123123.com: 654321" }],
    ["beside a colour", { BodyText: "", BodyHtml: '<b style="color:#333333">654321</b>' }],
    ["beside a longer number", { BodyText: "Call 0123456789: 654321" }],
  ] as const) {
    it(`finds the code ${title}`, () => {
      const custom = customise({ ...codeMail, ...words }, { emailMessage });

      assert.equal(custom.BodyHtml, "<p>654321</p>");
    });
  }

  it("refuses a message without the code", () => {
    assert.throws(() => customise(codeMail, { emailMessage: "Hello" }), {
      type: "InvalidParameterException",
      message: /'Hello' at 'emailBody'/,
    });
  });
});
