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
      if (reply.id === undefined) continue;
      this.#replies.get(reply.id)?.(reply);
      this.#replies.delete(reply.id);
    }
  }
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
