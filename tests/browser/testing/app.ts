import { build } from "esbuild";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { UserPool } from "../../../local/aws/guard/userpools/testing/userPool.ts";

/** A web app of one page, at an origin of its own, which signs its users in by the code flow with PKCE and nothing but the browser. */
export class WebApp {
  readonly #server: Server;
  readonly url: string;
  #script = "";

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<WebApp> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const app = new WebApp(server);
    server.on("request", (_request, response: ServerResponse) => {
      const html = `<!DOCTYPE html><title>App</title><script>${app.#script}</script>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
    });
    return app;
  }

  /** @param source - TypeScript of the page; it may import packages */
  async use(source: string): Promise<void> {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: process.cwd(), loader: "ts" },
      bundle: true,
      format: "iife",
      platform: "browser",
      write: false,
    });
    this.#script = outputFiles[0]!.text.replaceAll("</script", "<\\/script");
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What `finish` of the plain app returns. */
export interface SignedIn {
  readonly error?: string;
  readonly user?: Readonly<Record<string, string>>;
  readonly tokens?: Readonly<Record<string, string>>;
}

/** An app without a library. `signIn` leaves the page, `finish` takes the tokens at the callback. */
export const plainApp = (pages: string, clientId: string): string => `
  const pages = ${JSON.stringify(pages)}, client_id = ${JSON.stringify(clientId)};
  const redirect_uri = location.origin + "/callback";
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const random = () => text(crypto.getRandomValues(new Uint8Array(32)));
  async function signIn(more = {}) {
    const [state, verifier] = [random(), random()];
    sessionStorage.setItem("begun", JSON.stringify({ state, verifier }));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const query = new URLSearchParams({
      client_id, redirect_uri, state, response_type: "code", scope: "openid email profile",
      code_challenge: text(digest), code_challenge_method: "S256", ...more,
    });
    location.assign(pages + "/oauth2/authorize?" + query);
  }
  async function finish() {
    const begun = JSON.parse(sessionStorage.getItem("begun") ?? "{}");
    const { code, state, error } = Object.fromEntries(new URLSearchParams(location.search));
    if (error) return { error };
    if (state !== begun.state) return { error: "state" };
    const body = new URLSearchParams({
      grant_type: "authorization_code", client_id, redirect_uri, code, code_verifier: begun.verifier,
    });
    const tokens = await (await fetch(pages + "/oauth2/token", { method: "POST", body })).json();
    if (tokens.error) return { error: tokens.error };
    const headers = { authorization: "Bearer " + tokens.access_token };
    return { tokens, user: await (await fetch(pages + "/oauth2/userInfo", { headers })).json() };
  }
  const signOut = () => location.assign(
    pages + "/logout?" + new URLSearchParams({ client_id, logout_uri: location.origin + "/" }));
  Object.assign(globalThis, { signIn, finish, signOut });
`;

/** Amplify as published. */
export const amplifyApp = (pages: string, { userPoolId, clientId, aws }: UserPool): string => `
  import { Amplify } from "aws-amplify";
  import * as auth from "aws-amplify/auth";
  import { Hub } from "aws-amplify/utils";
  import "aws-amplify/auth/enable-oauth-listener";
  const signedIn = new Promise((resolve) => Hub.listen("auth", ({ payload }) => {
    if (/signInWithRedirect/.test(payload.event)) resolve(payload.event);
  }));
  Amplify.configure({ Auth: { Cognito: {
    userPoolId: ${JSON.stringify(userPoolId)},
    userPoolClientId: ${JSON.stringify(clientId)},
    userPoolEndpoint: ${JSON.stringify(aws.url)},
    loginWith: { oauth: {
      domain: ${JSON.stringify(new URL(pages).host)},
      scopes: ["openid", "email", "profile"],
      redirectSignIn: [location.origin + "/callback"],
      redirectSignOut: [location.origin + "/"],
      responseType: "code",
    } },
  } } });
  Object.assign(globalThis, { auth, signedIn });
`;
