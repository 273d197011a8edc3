export interface App {
  /** Address of the sign-in pages, such as https://auth.example.com. */
  signInUrl: string;
  clientId: string;
  /** One of the client's callback addresses: https://app.example.com/signed-in, or com.example.app://signed-in. */
  redirectUri: string;
  /** Domains of companies with a provider of their own: `domains` in `identity.providers`. */
  companies?: readonly string[];
}

/** What the app keeps until the browser comes back. */
export interface Attempt {
  state: string;
  verifier: string;
}

interface Tokens {
  id_token: string;
  access_token: string;
  refresh_token?: string;
  expires_in: number;
}

/**
 * Where to send the browser: a page's location, or the system's browser of a device, never a view inside the app.
 *
 * @param email - an address that the user has typed; employees of a company go straight to its provider
 */
export async function begin({ signInUrl, clientId, redirectUri, companies }: App, email = "") {
  const attempt: Attempt = { state: random(), verifier: random() };
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(attempt.verifier));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "openid email profile",
    state: attempt.state,
    code_challenge: base64Url(new Uint8Array(hash)),
    code_challenge_method: "S256",
  });
  const domain = email.split("@").at(-1)!.toLowerCase();
  if (companies?.includes(domain)) query.set("idp_identifier", domain);
  return { attempt, url: `${signInUrl}/oauth2/authorize?${query.toString()}` };
}

/** Exchanges the code in the address that the browser came back to. A code works once. */
export async function complete(app: App, { state, verifier }: Attempt, cameBackTo: string) {
  const answer = new URL(cameBackTo).searchParams;
  if (answer.get("state") !== state) throw new Error("This is not the sign-in that the app began.");
  const code = answer.get("code");
  if (!code) throw new Error(answer.get("error_description") ?? "The sign-in failed.");
  const { clientId: client_id, redirectUri: redirect_uri } = app;
  return tokens(app, {
    grant_type: "authorization_code",
    client_id,
    redirect_uri,
    code,
    code_verifier: verifier,
  });
}

/**
 * Whether the sign-in has ended because it linked a provider's account to the user's: begin again, once, and the user gets in.
 */
export const hasLinked = (error: unknown) => /linked|Already found an entry/.test(String(error));

/**
 * Where to send the browser after the app has dropped its tokens: it ends the session of the pages, so that the next sign-in asks
 * again, and that at a SAML provider with `signOut`.
 *
 * @param backTo - one of the client's sign-out addresses
 */
export function signOutUrl({ signInUrl, clientId }: App, backTo: string) {
  const query = new URLSearchParams({ client_id: clientId, logout_uri: backTo });
  return `${signInUrl}/logout?${query.toString()}`;
}

/** New tokens. With rotation, the answer has the refresh token for the next time. */
export const refresh = (app: App, refreshToken: string) =>
  tokens(app, {
    grant_type: "refresh_token",
    client_id: app.clientId,
    refresh_token: refreshToken,
  });

async function tokens({ signInUrl }: App, form: Record<string, string>) {
  const response = await fetch(`${signInUrl}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const body = (await response.json()) as Tokens & { error?: string };
  if (!response.ok) throw new Error(body.error ?? `status ${response.status}`);
  return body as Tokens;
}

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
