import { inHtml } from "../messages/fill.ts";
import type { SenderRequest } from "./request.ts";

/**
 * A text for the log, without the request's code and address. Errors of providers often repeat what was sent: as it is,
 * in JSON, in HTML, in a URL or in base64.
 */
export const withoutSecrets = (
  text: string,
  request: Pick<SenderRequest, "code" | "to"> | undefined,
): string =>
  [...spellings(request?.code, "[code]"), ...spellings(request?.to, "[address]")].reduce(
    (shown, [spelling, name]) => shown.replaceAll(spelling, name),
    text,
  );

/** Longer ones first, as they may contain shorter ones. */
function spellings(secret: string | undefined, name: string): (readonly [string, string])[] {
  if (!secret) return [];
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replaceAll("%20", "+"),
    inHtml(secret),
    Buffer.from(secret).toString("base64"),
  ]
    .sort((one, other) => other.length - one.length)
    .map((spelling) => [spelling, name] as const);
}
