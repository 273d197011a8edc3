import assert from "node:assert/strict";
import { join } from "node:path";
import { type RunningPlatform, spawnPlatform } from "../../local/runningPlatform.ts";
import { Chromium, needsChromium } from "../support/chromium.ts";
import { ControlApi } from "../support/controlApi.ts";
import { root } from "../support/platformProcess.ts";
import { takePictures, usePlatform } from "./testing/consolePictures.ts";

/** Pages by their address. Each is opened, and with `PICTURES=docs/console` pictured at the end. */
const addresses = [
  ...["/", "/routes", "/routes/POST/%2Forders", "/calls"],
  ...["/resources", "/resources?q=queue", "/logs", "/users", "/mail"],
  ...["/data/tables", "/data/queues", "/data/buckets", "/limits", "/alarms"],
];

const sizes = [
  { width: 1400, height: 900 },
  { width: 400, height: 800 },
] as const;

/** The console of a platform as users start it, in Chromium. */
describe("the console in a browser", function () {
  this.timeout(60_000);
  let platform: RunningPlatform;
  let browser: Chromium;

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

  const open = (path: string) => browser.visit(new URL(path, platform.state.console).href);
  /** Waits until an expression in the page is true. */
  const until = async (expression: string) => {
    while (!(await browser.evaluate<boolean>(`Boolean(${expression})`)));
  };

  const show = async (path: string) => {
    await open(path);
    await until("document.querySelector('main h1') && !document.querySelector('.loading')");
    await until("document.querySelector('.regions li')");
  };

  for (const { width, height } of sizes) {
    for (const path of addresses) {
      it(`shows ${path} at ${width} px without an error, in the width of the window`, async () => {
        await browser.resize(width, height);
        await show(path);

        const overflow = await browser.evaluate<number>(
          "document.scrollingElement.scrollWidth - innerWidth",
        );
        assert.deepEqual(browser.takeProblems(), []);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
      });
    }
  }

  it("is found at the edge", async () => {
    await browser.follow(
      `location.href = ${JSON.stringify(`${platform.state.edge}/_palisade/`)}`,
      platform.state.console,
    );
    await until("document.title === 'Overview · Palisade'");
  });

  it("is used by keyboard: the list of keys, the theme", async () => {
    await open("/");
    await until("document.querySelector('main h1')");
    const scheme = () => browser.evaluate<string>("document.documentElement.style.colorScheme");

    await browser.press("?");
    await until("document.querySelector('dialog').open");
    await browser.press("Escape");
    const before = await scheme();
    await browser.press("t");

    await until("!document.querySelector('dialog').open");
    assert.notEqual(await scheme(), before);
    await browser.press("t");
    assert.equal(await scheme(), before);
  });

  it("has a map on which inland regions are on land", async () => {
    await open("/");
    await until("document.querySelector('[aria-label^=Map] path')");
    const inland = [
      "us-east-2",
      "us-west-2",
      "ca-west-1",
      "eu-central-1",
      "mx-central-1",
      "ap-south-2",
    ];
    const onLand = await browser.evaluate<string[]>(`fetch('/_palisade/map')
      .then((response) => response.json())
      .then(({ places }) => ${JSON.stringify(inland)}.filter((name) =>
        document.querySelector('[aria-label^=Map] path').isPointInFill(new DOMPoint(...places[name]))))`);

    assert.deepEqual(onLand, inland);
  });

  it("takes a region down and up again on the overview", async () => {
    await open("/");
    const card = "document.querySelector('#region-eu-west-1')";
    await until(card);
    const press = async (label: string) => {
      const button = `[...${card}.querySelectorAll('button')].find((b) => b.innerText === '${label}')`;
      await until(`${button} && !${button}.disabled`);
      await browser.evaluate(`${button}.click()`);
    };

    await press("Outage");
    await until(`${card}.innerText.includes('eu-west-1 is stopped.')`);
    const during = await browser.evaluate<string>("document.querySelector('.regions').innerText");
    await press("End the outage");
    await until(`/healthy/.test(${card}.querySelector('h2 .ok')?.innerText)`);

    assert.match(during, /eu-west-1 stopped/);
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("shows calls as they come, and all that happened for one", async () => {
    await open("/calls?status=4xx");
    await until("document.querySelector('.empty')");
    await fetch(`${platform.state.edge}/helth`, { headers: { authorization: "Bearer secret-1" } });
    await until("document.querySelector('[data-row]')");
    assert.match(await browser.evaluate("document.body.innerText"), /no route GET \/helth/);

    await browser.evaluate("document.querySelector('[data-row]').focus()");
    await browser.press("Enter");
    await until("document.querySelectorAll('[role=row]').length > 3");
    const text = await browser.evaluate<string>("document.querySelector('main').innerText");
    assert.match(text, /Did you mean GET \/health\?/);
    const bars = "[...document.querySelectorAll('[role=row] [data-kind][style]')]";
    assert.ok(await browser.evaluate(`${bars}.every((bar) => bar.offsetHeight < 14)`));
    await until("document.querySelector('main ol li')?.checkVisibility()");
    assert.ok(
      !(await browser.evaluate<string>("document.documentElement.outerHTML")).includes("secret-1"),
    );

    const before = await browser.evaluate<string>("location.pathname");
    await browser.evaluate(
      "[...document.querySelectorAll('button')].find((b) => b.innerText === 'Replay').click()",
    );
    await until(`location.pathname !== ${JSON.stringify(before)}`);
    await until("document.querySelectorAll('[role=row]').length > 3");
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("follows logs without the lines of health checks, until they are asked for", async () => {
    await open("/logs");
    await until("document.querySelector('[role=log]')");
    const text = "document.querySelector('[role=log]').innerText";
    await fetch(`${platform.state.edge}/followed`);
    await until(`${text}.includes('403')`);
    const checks = `(${text}.match(/request GET \\/health/g) ?? []).length`;
    // One that took too long has failed, and is shown.
    const before = await browser.evaluate<number>(checks);
    await browser.evaluate("document.querySelector('main input[type=checkbox]').click()");
    await until(`${checks} > ${before}`);

    assert.equal(await browser.evaluate("location.search"), "?checks=shown");
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("finds a route by keyboard, and calls it as a user who is created for it", async () => {
    await open("/");
    await until("document.querySelector('main h1')");
    await browser.press("g");
    await browser.press("r");
    await until("document.querySelectorAll('[data-row]').length > 5");
    await browser.press("/");
    for (const letter of "post /orders") await browser.press(letter);
    await until("document.querySelectorAll('[data-row]').length === 1");
    await browser.press("Escape");
    await browser.evaluate("document.querySelector('[data-row]').focus()");
    await browser.press("Enter");
    await until("document.querySelector('form[aria-label^=Try]')");
    await browser.evaluate(`{
      const body = [...document.querySelectorAll('form[aria-label^=Try] textarea')].at(-1);
      body.value = '{"item":"tea","quantity":';
      body.dispatchEvent(new Event('input', { bubbles: true }));
    }`);
    await until(
      "document.querySelector('[aria-label*=refuse]')?.innerText.includes('not valid JSON')",
    );
    await browser.evaluate(`{
      const body = [...document.querySelectorAll('form[aria-label^=Try] textarea')].at(-1);
      body.value += '2}';
      body.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector('form[aria-label^=Try]').requestSubmit();
    }`);
    await until("document.querySelector('[aria-label=Response]')");
    const response = await browser.evaluate<string>(
      "document.querySelector('[aria-label=Response]').innerText",
    );
    const link = await browser.evaluate<string>(
      "document.querySelector('[aria-label=Response] a').href",
    );

    assert.match(response, /201\s+Created/);
    assert.match(response, /item: "tea"/);
    assert.match(link, /\/calls\/[0-9a-f-]{36}$/);
    assert.equal(await browser.evaluate("location.search.includes('q=post')"), true);
    assert.deepEqual(browser.takeProblems(), []);
  });

  it("moves over the rows of a table by arrows", async () => {
    await open("/routes");
    await until("document.querySelectorAll('[data-row]').length > 5");
    const focused = () => browser.evaluate<string>("document.activeElement.innerText");
    await browser.evaluate("document.querySelector('[data-row]').focus()");
    const first = await focused();
    await browser.press("ArrowDown");
    const second = await focused();
    await browser.press("ArrowUp");

    assert.notEqual(second, first);
    assert.equal(await focused(), first);
  });

  it("refuses wrong input to the API with what is allowed", async () => {
    const post = async (path: string, body: string) => {
      const headers = { "content-type": "application/json" };
      const url = `${platform.state.edge}/_palisade/${path}`;
      const response = await fetch(url, { method: "POST", headers, body });
      return `${response.status} ${((await response.json()) as { message: string }).message}`;
    };
    const call = { method: "GET", path: "/orders" };

    assert.match(
      await post("try", JSON.stringify({ ...call, region: "mars-north-1" })),
      /^404 Unknown region "mars-north-1"\. Use one of: us-east-1, eu-west-1\.$/,
    );
    assert.match(
      await post("try", JSON.stringify({ ...call, region: "eu-west-1", api: "none" })),
      /^404 Unknown API "none.*Use one of: local \(live\)/,
    );
    assert.match(await post("tokens", '{"groups":["nobodies"]}'), /^409 .*no group "nobodies"/);
    assert.match(await post("tokens", '{"user":1}'), /^400 "user" must be a text/);
  });

  it("says that there is no such page", async () => {
    await open("/nowhere");
    await until("document.querySelector('.empty')");

    assert.match(await browser.evaluate("document.body.innerText"), /no page \/nowhere/);
  });

  const pictures = process.env["PICTURES"];
  if (pictures) {
    it("is pictured for the documentation", async function () {
      this.timeout(600_000);
      const plain = addresses.filter((address) => !address.includes("?"));
      await usePlatform(new ControlApi(() => platform.state.edge));
      await takePictures(join(root, pictures), plain, browser, show);
    });
  }
});
