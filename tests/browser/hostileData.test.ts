import assert from "node:assert/strict";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { connectEndpoint } from "../../local/aws/endpoint.ts";
import { type RunningPlatform, spawnPlatform } from "../../local/runningPlatform.ts";
import { Chromium, needsChromium } from "../support/chromium.ts";
import { ControlApi } from "../support/controlApi.ts";
import { root } from "../support/platformProcess.ts";

const region = "us-east-1";

/** Runs if a page takes it for HTML. */
const hostile = `<img src=x onerror="top.owned = 1"><script>top.owned = 1</script>`;

/** What apps, users and mails contain, on the pages of the console. */
describe("hostile data in the console", function () {
  this.timeout(60_000);
  let platform: RunningPlatform;
  let browser: Chromium;
  const control = new ControlApi(() => platform.state.edge);

  before(async function () {
    needsChromium(this);
    platform = await spawnPlatform(root);
    browser = await Chromium.open("about:blank");
    await browser.watchProblems();
  });
  after(async () => {
    await browser?.close();
    await platform?.leave();
  });

  const aws = () => {
    const { aws: url, accessKey } = platform.state.regions[region]!;
    return connectEndpoint(url, region, accessKey!);
  };
  const until = async (expression: string) => {
    while (!(await browser.evaluate<boolean>(`Boolean(${expression})`)));
  };
  const open = async (path: string, shows: string) => {
    await browser.visit(new URL(path, platform.state.console).href);
    await until(`document.querySelector('main')?.innerText.includes(${JSON.stringify(shows)})`);
  };
  /** Nothing ran, and nothing became an element. */
  const assertHarmless = async () => {
    const found = "[top.owned, document.querySelectorAll('img[src=x], main script').length]";
    assert.deepEqual(await browser.evaluate(found), [null, 0]);
  };

  it("shows items, messages and names of objects as text", async () => {
    const { tables } = await control.get<{ tables: { name: string }[] }>(`tables?region=${region}`);
    const { name } = tables.find((table) => table.name.includes("table-orders"))!;
    const item = { owner: { S: hostile }, id: { S: "1" } };
    await control.send("PUT", `tables/${name}/items?region=${region}`, { item });
    const { queues } = await control.get<{ queues: { name: string }[] }>(`queues?region=${region}`);
    const queue = queues[0]!.name;
    await control.send("POST", `queues/${queue}/messages?region=${region}`, { body: hostile });
    const s3 = await aws().s3();
    await s3.createBucket({ Bucket: "hostile-things" });
    const key = hostile.replaceAll("/", "");
    await s3.putObject({ Bucket: "hostile-things", Key: `${key}.html`, Body: hostile });

    await open(`/data/tables/${name}`, hostile);
    await assertHarmless();
    await open(`/data/queues/${queue}`, hostile);
    await assertHarmless();
    await open("/data/buckets/hostile-things", key);
    await browser.evaluate("document.querySelector('[data-row]').click()");
    await until("document.querySelector('iframe')");
    await assertHarmless();
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("shows users' attributes as text, and deletes a user only when asked twice", async () => {
    const pool = platform.state.regions[region]!.userPoolId;
    const { text } = await control.send("POST", `pools/${pool}/users`, {
      username: "mallory@example.com",
      password: "Correct-horse-1",
      attributes: { email: "mallory@example.com", name: hostile },
    });
    const { username } = JSON.parse(text) as { username: string };

    await open(`/users/${pool}/${username}`, hostile);
    await assertHarmless();
    const press = (label: string) =>
      browser.evaluate(
        `[...document.querySelectorAll('button')].findLast((b) => b.innerText === '${label}').click()`,
      );
    await press("Delete");
    await until("document.querySelector('.confirm')");
    const { status } = await control.send("GET", `pools/${pool}/users/${username}`);
    await press("Delete");
    await until("location.pathname.split('/').length === 3");

    assert.equal(status, 200);
    assert.match(await control.refusal("GET", `pools/${pool}/users/${username}`), /^404/);
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("shows a mail without running, loading or linking anything of it", async () => {
    const body = `<p>Hello</p>${hostile}<img src="http://127.0.0.1:9/pixel"><form action="/x"></form>`;
    await aws().ses.send(
      new SendEmailCommand({
        FromEmailAddress: "no-reply@palisade.test",
        Destination: { ToAddresses: ["reader@example.com"] },
        Content: { Simple: { Subject: { Data: hostile }, Body: { Html: { Data: body } } } },
      }),
    );
    type Listed = { messages: { id: string }[] };
    let messages: Listed["messages"] = [];
    while (messages.length === 0) {
      ({ messages } = await control.get<Listed>("messages/last?to=reader"));
    }

    await open(`/mail/${encodeURIComponent(messages[0]!.id)}`, hostile);
    await until("document.querySelector('iframe')");
    await assertHarmless();

    // The browser says what it has not run and not loaded.
    const others = browser
      .takeProblems()
      .filter((text) => !/sandboxed|Content Security/.test(text));
    assert.deepEqual(others, []);
  });

  it("shows lines of logs as text", async () => {
    await fetch(`${platform.state.edge}/health`, { headers: { "user-agent": hostile } });

    await open("/logs?text=top.owned&follow=no", "GET /health");
    await browser.evaluate("document.querySelector('[role=log] button').click()");
    await until("document.querySelector('[role=log] .json')?.innerText.includes('top.owned')");

    await assertHarmless();
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("opens components of the graph, and scales it by keyboard", async () => {
    await open("/resources", "");
    await until("document.querySelectorAll('svg [data-urn]').length > 5");
    const scale = () =>
      browser.evaluate<string>("document.querySelector('main svg > g').getAttribute('transform')");
    const frames = "document.querySelectorAll('svg [data-frame]').length";
    const before = await browser.evaluate<number>(frames);

    await browser.evaluate("document.querySelector('svg [data-urn][role=button]').focus()");
    await browser.press("Enter");
    await until(`${frames} > ${before}`);
    await browser.evaluate("document.querySelector('main svg').focus()");
    const opened = await scale();
    await browser.press("+");

    await until(
      `document.querySelector('main svg > g').getAttribute('transform') !== ${JSON.stringify(opened)}`,
    );
    assert.deepEqual(browser.takeProblems(), []);
  });
});
