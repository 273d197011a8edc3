import type { KeptExchange } from "../keptExchange.ts";

/** What to do about a token that a user pool's authorizer refused. */
export function tokenHint(exchange: KeptExchange, reason: string): { readonly hint?: string } {
  if (/needs an ID token/.test(reason)) {
    return { hint: "Send the ID token: `npm run -s token -- --id` prints one." };
  }
  if (/needs an access token|none of the route's scopes/.test(reason)) {
    const [, scope = "<scope>"] = /scopes: (\S+?)[.,]?(?:\s|$)/.exec(reason) ?? [];
    return {
      hint: `Send an access token with one of the route's scopes: \`npm run -s token -- --scope ${scope}\`.`,
    };
  }
  if (/has no header/.test(reason)) {
    return { hint: 'Add a token: -H "authorization: $(npm run -s token)".' };
  }
  if (/expired/i.test(reason)) return { hint: "Get a new token: `npm run -s token`." };
  const token = exchange.request.headers.last("authorization") ?? "";
  if (/^basic /i.test(token))
    return { hint: "The route takes a token, not a user's name and password." };
  if (/invalid signature/i.test(reason)) {
    const { kid = "none" } = partOf(token, 0);
    const { iss = "an unknown issuer" } = partOf(token, 1);
    return {
      hint:
        `The key "${kid}" of ${iss} did not sign this token: it was changed, or is of a start before --fresh, ` +
        "which makes new keys. Get a new one: `npm run -s token`.",
    };
  }
  if (/issuer|not found in|kid/i.test(reason)) {
    return {
      hint: "The token is of another user pool, or of an earlier start. Get a new one: `npm run -s token`.",
    };
  }
  return {};
}

/** The members of a token's header (0) or payload (1); none if it is no token. */
function partOf(token: string, index: number): { kid?: string; iss?: string } {
  try {
    const part = token.replace(/^bearer /i, "").split(".")[index] ?? "";
    return Object(JSON.parse(Buffer.from(part, "base64url").toString())) as object;
  } catch {
    return {};
  }
}
