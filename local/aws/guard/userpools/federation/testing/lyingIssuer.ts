import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What an issuer returns instead of what it should. */
export interface Lie {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  /** Signs with another key than the published one. */
  readonly key?: KeyObject;
  /** In place of the signature. */
  readonly signature?: string;
  readonly userInfo?: Record<string, unknown>;
  readonly discovery?: Record<string, unknown>;
  /** Parameters of the browser's return. */
  readonly response?: Record<string, string>;
  /** Leads the browser elsewhere, by the request's parameters. */
  readonly lead?: (query: URLSearchParams) => string;
  /** In place of the token endpoint's response. */
  readonly tokens?: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body: string;
  };
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** An OpenID Connect server that signs in "ann" without asking, and lies as told. */
export class LyingIssuer {
  readonly issuer: string;
  lie: Lie = {};
  /** Calls of the token endpoint. */
  exchanges = 0;
  readonly #server: Server;
  #nonce: string | null = null;

  private constructor(server: Server, issuer: string) {
    this.#server = server;
    this.issuer = issuer;
  }

  static async start(): Promise<LyingIssuer> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const own = new LyingIssuer(
      server,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    server.on("request", (request, response) => {
      request.resume();
      const url = new URL(request.url!, own.issuer);
      if (url.pathname === "/token") own.exchanges += 1;
      if (url.pathname === "/authorize") {
        response.writeHead(302, { location: own.#return(url.searchParams) }).end();
      } else if (url.pathname === "/token" && own.lie.tokens) {
        const { status, headers = {}, body } = own.lie.tokens;
        response.writeHead(status, headers).end(body);
      } else response.end(JSON.stringify(own.#document(url.pathname)));
    });
    return own;
  }

  get details(): Record<string, string> {
    return {
      oidc_issuer: this.issuer,
      client_id: "cognito",
      client_secret: "secret",
      authorize_scopes: "openid",
      attributes_request_method: "GET",
    };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #return(query: URLSearchParams): string {
    this.#nonce = query.get("nonce");
    if (this.lie.lead) return this.lie.lead(query);
    const parameters = { code: "code", state: query.get("state")!, ...this.lie.response };
    return `${query.get("redirect_uri")}?${new URLSearchParams(parameters)}`;
  }

  #document(path: string): object {
    if (path === "/keys") {
      return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key", use: "sig" }] };
    }
    if (path === "/token") return { id_token: this.#idToken(), access_token: "token" };
    if (path === "/userinfo") return { sub: "ann", ...this.lie.userInfo };
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/keys`,
      ...this.lie.discovery,
    };
  }

  #idToken(): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: "RS256", kid: "key", ...this.lie.header };
    const claims = {
      iss: this.issuer,
      aud: "cognito",
      sub: "ann",
      nonce: this.#nonce,
      iat: now,
      exp: now + 300,
      ...this.lie.claims,
    };
    const signed = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${signed}.${this.lie.signature ?? this.#signature(signed, header.alg)}`;
  }

  #signature(signed: string, algorithm: string): string {
    if (algorithm === "none") return "";
    if (algorithm === "HS256") {
      // The confusion of algorithms: the public key as a shared secret.
      const secret = publicKey.export({ type: "spki", format: "pem" });
      return createHmac("sha256", secret).update(signed).digest("base64url");
    }
    return sign("sha256", Buffer.from(signed), this.lie.key ?? privateKey).toString("base64url");
  }
}
