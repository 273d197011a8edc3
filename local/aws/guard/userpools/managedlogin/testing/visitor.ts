import { createHash } from "node:crypto";
import { Browser } from "../../federation/testing/browser.ts";
import { password, type UserPool } from "../../testing/userPool.ts";

export const callback = "http://localhost:5173/callback";
export const verifier = "v".repeat(64);

export const pkce = {
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
};

/** What a browser shows after a request. */
export interface Shown {
  readonly status: number;
  readonly text: string;
  /** Where it leads, as it is sent. */
  readonly location: string | undefined;
  /** Parameters for the app; empty unless it leads to the callback. */
  readonly app: Readonly<Record<string, string>>;
  readonly headers: Headers;
}

/** A person in front of the pages of managed login: reads a page, fills its form in, sends it. */
export class Visitor {
  readonly #pool: UserPool;
  readonly browser: Browser;
  #fields: Record<string, string> = {};

  constructor(pool: UserPool, browser = new Browser()) {
    this.#pool = pool;
    this.browser = browser;
  }

  /** Opens the pages for the app. Empty parameters are left out. */
  async open(parameters: Record<string, string> = {}, path = "/oauth2/authorize"): Promise<Shown> {
    const given = {
      client_id: this.#pool.clientId,
      redirect_uri: callback,
      response_type: "code",
      scope: "openid",
      ...parameters,
    };
    const kept = Object.entries(given).filter(([, value]) => value !== "");
    return this.get(`${path}?${new URLSearchParams(kept)}`);
  }

  async get(path: string): Promise<Shown> {
    return this.#show(await this.browser.send(`${this.#pool.aws.url}${path}`));
  }

  /** Sends the page's form. */
  async send(fields: Record<string, string>): Promise<Shown> {
    const form = { ...this.#fields, ...fields };
    return this.#show(await this.browser.send(`${this.#pool.aws.url}/login`, form));
  }

  /** Signs in with a password. */
  async signIn(username: string, parameters: Record<string, string> = {}): Promise<Shown> {
    await this.open(parameters);
    return this.send({ username, password });
  }

  async #show(response: Response): Promise<Shown> {
    const text = await response.text();
    this.#fields = Object.fromEntries(
      [...text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const location = response.headers.get("location") ?? undefined;
    const app = location?.startsWith(callback) ? new URL(location).searchParams : [];
    const { status, headers } = response;
    return { status, text, location, app: Object.fromEntries(app), headers };
  }
}
