import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { faultText } from "../../shared/errors.ts";
import { messagesBundle } from "./code.ts";
import { readMessages } from "./folder.ts";

const template = (parts: { subject?: string; sms?: string; body?: string } = {}): string => {
  const { subject = "Subject: Hello", sms = "SMS: {####}", body = "{####}" } = parts;
  return [subject, sms, "", body].join("\n");
};

describe("the folder of messages", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "messages-"));
    cpSync("messages", folder, { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };

  const faults = (defaultLocale?: string) =>
    readMessages({ folder, platform: "Palisade", defaultLocale }).faults.map(faultText);

  it("of the repository has no fault, and makes a function of at most 20 kB", () => {
    const { templates } = readMessages({ folder, platform: "Palisade" });
    const { length } = messagesBundle("triggers/customMessage/templates", templates);

    assert.deepEqual(faults(), []);
    assert.deepEqual(Object.keys(templates.locales), ["en", "de"]);
    assert.ok(length <= 20_000, `${length} bytes`);
  });

  it("puts paragraphs, lines and the code into HTML", () => {
    const body = "Hello {name|A & B},\r\nit's <you>\r\n \r\n\r\n{####}\n\n100\u00A0%";
    write("en/signUp.txt", template({ body }));

    const { templates } = readMessages({ folder, platform: "Palisade" });

    assert.deepEqual(templates.locales["en"]!.signUp, {
      subject: "Hello",
      sms: "{####}",
      html: `<p>Hello {name|A &amp; B},<br>it's &lt;you&gt;</p><p class="code">{####}</p><p>100 %</p>`,
    });
  });

  it("may lack messages in other languages than the default", () => {
    rmSync(join(folder, "de/signUp.txt"));

    assert.deepEqual(faults(), []);
    assert.match(
      faults("de").join(),
      /^messages\["de\/signUp\.txt"\] is missing; allowed: a templ/,
    );
  });

  const sign = (content: string): [string, string] => ["en/signUp.txt", content];
  const refusals: readonly (readonly [string, [file: string, content: string], RegExp])[] = [
    ["a mail without a code", sign(template({ body: "Hi" })), /\.body is "Hi"; .*with \{####\}/],
    ["an SMS without a code", sign(template({ sms: "SMS: Hi" })), /\.SMS is "Hi"; .*\{####\}/],
    ["no subject", sign(template({ subject: "SMS: {####}" })), /\.Subject is missing/],
    ["no SMS", sign(template({ sms: "Subject: Hi" })), /\.SMS is missing/],
    ["no text", sign("Subject: Hi\nSMS: {####}\n"), /\.body is missing/],
    ["an empty file", sign(""), /\.Subject is missing.*\.SMS is missing.*\.body is missing/],
    [
      "text among the headers",
      sign(`Subject: Hi\nSMS: {####}\nHello\n\n{####}`),
      /\.head is "Hello"; allowed: the lines Subject: … and SMS: …\. Leave an empty line/,
    ],
    [
      "an invitation without a user name",
      ["en/adminCreateUser.txt", template()],
      /\.SMS is "\{####\}"; .*\{username\}.*\.body is "\{####\}"; .*\{username\}/,
    ],
    [
      "an unknown placeholder",
      sign(template({ body: "{####} {user}" })),
      /\.body is "\{user\}"; allowed: \{platform\}, \{locale\}, \{####\}, or an attribute .*\{name\|there\}/,
    ],
    [
      "a link to confirm, which needs a domain",
      sign(template({ body: "{####} {##Click##}" })),
      /\.body is "\{##Click##\}"/,
    ],
    [
      "a code in the subject, which shows on locked screens",
      sign(template({ subject: "Subject: {####}" })),
      /\.Subject is "\{####\}"/,
    ],
    ["a stray brace", sign(template({ body: "{####} }" })), /braces only around placeholders/],
    [
      "a subject of 141 characters with the platform's name",
      sign(template({ subject: `Subject: ${"a".repeat(133)}{platform}` })),
      /\.Subject is .* at most 140 characters\. .* it has 141: shorten it/,
    ],
    [
      "an SMS that long names make too long",
      sign(template({ sms: `SMS: {####}${"a".repeat(90)}{name|}` })),
      /\.SMS is .* it has 146/,
    ],
    [
      "a character that Cognito refuses",
      sign(template({ body: "{####} 👩\u200D💻" })),
      /\.body is "U\+200D"; .*Remove the invisible character/,
    ],
    [
      "a mail of more than 18,000 characters",
      sign(template({ body: `{####}${"a".repeat(18_000)}` })),
      /\.body is .* at most 18,000 characters in HTML/,
    ],
    [
      "a layout without content",
      ["layout.html", "<p>Hi</p>"],
      /\["layout\.html"\]\.\{content\} is 0/,
    ],
    [
      "a layout with a script",
      ["layout.html", "{content}<script>"],
      /\["layout\.html"\] is "script"; .*without scripts/,
    ],
    ["an unknown file", ["en/singUp.txt", ""], /singUp\.txt"\] is not a valid name; .*signUp\.txt/],
    ["an unknown locale", ["english/x.txt", ""], /english is not a valid name; .*en, de or pt-BR/],
  ];
  for (const [name, [file, content], expected] of refusals) {
    it(`is refused with ${name}`, () => {
      write(file, content);

      assert.match(faults().join(" "), expected);
    });
  }

  it("is refused without a layout", () => {
    rmSync(join(folder, "layout.html"));

    assert.match(faults().join(), /^messages\["layout\.html"\] is missing; .*with \{content\}/);
  });

  it("is refused if it does not exist, once per file", () => {
    rmSync(join(folder, "en"), { recursive: true });

    assert.equal(faults().length, 7);
  });
});
