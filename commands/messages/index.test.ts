import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { occasionNames, readMessages } from "../../components/identity/messages/index.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";
import { writtenMessages } from "./writtenMessages.ts";

describe("npm run messages", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "messages-"));
    cpSync("messages", join(folder, "messages"), { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("checks all messages", async () => {
    const { code, stdout, stderr } = await runCommand(run, [], folder);

    assert.equal(stdout, "14 messages are within Cognito's limits: en, de.\n");
    assert.deepEqual([code, stderr], [0, ""]);
  });

  it("lists all faults", async () => {
    writeFileSync(join(folder, "messages/de/signUp.txt"), "");
    writeFileSync(join(folder, "messages/en/hello.txt"), "");
    const { code, stdout, stderr } = await runCommand(run, ["--preview"], folder);

    assert.match(stderr, /MessagesError: .*\n.*en\/hello\.txt[^]*de\/signUp\.txt.*Subject/);
    assert.deepEqual([code, stdout], [1, ""]);
  });

  it("writes a page of all messages in all locales", async () => {
    const { stdout } = await runCommand(
      run,
      ["--preview", "page.html", "--platform", "A&B"],
      folder,
    );
    const page = readFileSync(join(folder, "page.html"), "utf8");
    const cells = page.split(/<section id="(\w+)">/).slice(1);
    const shown = cells.flatMap((part, index) =>
      index % 2 === 0 ? [[part, ...cells[index + 1]!.matchAll(/<h3>(\w+)/g)].map(String)] : [],
    );

    assert.match(stdout, /Open file:\/\/.*page\.html in a browser\.\n$/);
    assert.deepEqual(
      shown.map(([occasion, ...locales]) => [occasion, locales.length]),
      occasionNames.map((occasion) => [occasion, 2]),
    );
    assert.match(page, /<title>Messages of A&amp;B<\/title>/);
    // In the document of a frame, which is itself an attribute.
    assert.match(page, /&lt;p class=&quot;platform&quot;&gt;A&amp;amp;B&lt;\/p&gt;/);
    assert.doesNotMatch(page, /\{####\}|\{username\}|undefined/);
  });
});

/** The function as it is deployed. */
describe("the function that writes messages", () => {
  const { templates } = readMessages({ folder: "messages", platform: "Palisade" });

  it("shows attributes as text, in each message and language", async () => {
    const attributes = { name: "Tom O'Neil", given_name: "<b>", email: '"<i>"@example.com' };
    const messages = await writtenMessages(templates, 'Q&A <"labs">', attributes);

    for (const { occasion, locale, subject, html, sms } of messages) {
      assert.ok(html.includes("Q&amp;A &lt;&quot;labs&quot;&gt;"), occasion);
      assert.ok(subject.includes('Q&A <"labs">'));
      assert.ok(html.includes(`<html lang="${locale}"`));
      assert.ok(html.includes("{####}") && sms.includes("{####}"));
      assert.equal(html.includes("{username}"), occasion === "adminCreateUser");
      assert.doesNotMatch(html, /O'Neil|<b>|<i>|\{(?!####|username)\w|\|/);
    }
    assert.ok(messages.some(({ html }) => html.includes("Hello Tom O&#39;Neil,")));
  });

  it("writes in the default language what the user's lacks", async () => {
    const { signUp, ...others } = templates.locales["de"]!;
    const partly = { ...templates, locales: { ...templates.locales, de: others } };
    const messages = await writtenMessages(partly, "Palisade", {});
    const german = messages.filter(({ locale }) => locale === "de");

    assert.ok(signUp);
    assert.match(german.find(({ occasion }) => occasion === "signUp")!.subject, /^Welcome/);
    assert.match(german.find(({ occasion }) => occasion === "resendCode")!.subject, /^Ihr/);
  });
});
