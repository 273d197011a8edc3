import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** The path of a Chromium or Chrome on this machine; `undefined` if there is none. */
const chromiumPath = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => existsSync(path));

/** Skips the tests where there is no Chromium. In CI, that is an error. */
export function needsChromium(context: Mocha.Context): void {
  if (chromiumPath !== undefined) return;
  if (!process.env["CI"]) context.skip();
  throw new Error("There is no Chromium. Install one, such as by: apt-get install chromium");
}

interface Reply {
  readonly id?: number;
  /** Of an event. */
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A headless Chromium with one page, driven by the DevTools protocol over pipes. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #session: string | undefined;
  #onLoad = (): void => {};
  #problems: string[] = [];
  #count = 0;
  #text = "";

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    const output = process.stdio[4] as Readable;
    output.setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  /**
   * @param url - of the page
   * @param trusted - a self-signed certificate to accept, PEM. Others are refused
   */
  static async open(url: string, trusted?: string): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), "chromium-"));
    const isRoot = process.getuid?.() === 0;
    const child = spawn(
      chromiumPath!,
      [
        "--headless=new",
        "--remote-debugging-pipe",
        `--user-data-dir=${folder}`,
        "--no-first-run",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        // Its sandbox does not start for root.
        ...(isRoot ? ["--no-sandbox"] : []),
        ...(trusted ? [`--ignore-certificate-errors-spki-list=${keyDigest(trusted)}`] : []),
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const browser = new Chromium(child, folder);
    const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", {
      url: "about:blank",
    });
    const { sessionId } = await browser.send<{ sessionId: string }>("Target.attachToTarget", {
      targetId,
      flatten: true,
    });
    browser.#session = sessionId;
    await browser.send("Page.enable");
    await browser.visit(url);
    return browser;
  }

  /** Waits until the page and its scripts are loaded. */
  async visit(url: string): Promise<void> {
    const loaded = this.#nextLoad();
    await this.send("Page.navigate", { url });
    await loaded;
  }

  /**
   * Waits until a page is loaded whose URL has a prefix, after the redirects and pages before it.
   *
   * @param script - runs in the present page and leads away from it
   */
  async follow(script: string, prefix: string): Promise<string> {
    let url = "";
    let loaded = this.#nextLoad();
    await this.evaluate(`void setTimeout(() => { ${script} })`);
    while (!url.startsWith(prefix)) {
      await loaded;
      loaded = this.#nextLoad();
      // A page that sends a form at once may be gone already.
      const state = "[location.href, document.contentType, document.body.innerText]";
      const [at, type, text] = await this.evaluate<string[]>(state).catch(() => []);
      assert.notEqual(type, "application/json", `${at} responded ${text}`);
      url = at ?? "";
    }
    return url;
  }

  #nextLoad(): Promise<void> {
    const { promise, resolve } = withResolvers<void>();
    this.#onLoad = resolve;
    return promise;
  }

  async send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#count;
    const { promise, resolve } = withResolvers<Reply>();
    this.#replies.set(id, resolve);
    const sessionId = this.#session;
    const message = { id, method, params, ...(sessionId && { sessionId }) };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    const { result, error } = await promise;
    assert.equal(error, undefined, `${method}: ${error?.message}`);
    return result as Result;
  }

  /** The value of an expression in the page, once its promise is fulfilled. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send<{
      result: { value: Value };
      exceptionDetails?: { exception?: { description?: string } };
    }>("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    assert.equal(exceptionDetails?.exception?.description, undefined);
    return result.value;
  }

  /** From now on, collects what {@link takeProblems} returns. */
  async watchProblems(): Promise<void> {
    await this.send("Runtime.enable");
    await this.send("Log.enable");
  }

  /** Errors of scripts and on the page's console, failed requests and violations of its policy since the last time. */
  takeProblems(): string[] {
    return this.#problems.splice(0);
  }

  /** Presses a key, such as `g` or `ArrowDown`, where the focus is. */
  async press(key: string): Promise<void> {
    const text = key === "Enter" ? "\r" : key.length === 1 ? key : undefined;
    const event = { key, windowsVirtualKeyCode: keyCodes[key] };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** Gives the page a size, in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    const size = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.send("Emulation.setDeviceMetricsOverride", size);
  }

  /** A picture of what the page shows, PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>("Page.captureScreenshot");
    return Buffer.from(data, "base64");
  }

  /** Gives the browser an authenticator of its own, whose user is present and verified. */
  async addAuthenticator(): Promise<void> {
    await this.send("WebAuthn.enable");
    await this.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }

  /** Signs out everywhere, as a new browser would be. */
  async forgetCookies(): Promise<void> {
    await this.send("Network.clearBrowserCookies");
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(text: string): void {
    const messages = (this.#text + text).split("\0");
    this.#text = messages.pop()!;
    for (const message of messages) {
      const reply = JSON.parse(message) as Reply;
      if (reply.method === "Page.loadEventFired") this.#onLoad();
      this.#problems.push(...problemsOf(reply));
      if (reply.id === undefined) continue;
      this.#replies.get(reply.id)?.(reply);
      this.#replies.delete(reply.id);
    }
  }
}

/** Codes by which the browser itself knows keys, such as those that move in a field. */
const keyCodes: Readonly<Record<string, number>> = {
  ...{ Tab: 9, Enter: 13, Escape: 27 },
  ...{ End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
};

/** What an event of the DevTools protocol says about something that went wrong. */
function problemsOf({ method, params }: Reply): string[] {
  if (method === "Runtime.exceptionThrown") {
    const { exceptionDetails } = params as {
      exceptionDetails: { text: string; exception?: { description?: string } };
    };
    return [exceptionDetails.exception?.description ?? exceptionDetails.text];
  }
  if (method === "Runtime.consoleAPICalled") {
    const { type, args } = params as { type: string; args: { value?: unknown }[] };
    return type === "error" || type === "warning"
      ? [`console.${type}: ${args.map(({ value }) => String(value)).join(" ")}`]
      : [];
  }
  if (method === "Log.entryAdded") {
    const { entry } = params as { entry: { level: string; text: string; url?: string } };
    return entry.level === "error" || entry.level === "warning"
      ? [`${entry.text} ${entry.url ?? ""}`]
      : [];
  }
  return [];
}

const keyDigest = (certificate: string): string =>
  createHash("sha256")
    .update(new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");

/** As `Promise.withResolvers`, which Node.js 20 lacks. */
function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
