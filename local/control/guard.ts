import type { IncomingMessage } from "node:http";
import { hostOf } from "../edge/client.ts";
import { isOwnUser } from "./ownUser.ts";

/**
 * Who a server under `/_palisade/` is for: `tools` at the edge, whose pages are the team's and may contain
 * anything, or the console's `page`, at an origin of its own.
 */
export type Audience = "tools" | "page";

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

const whoMay: Record<Audience, string> = {
  tools: "Only tools on this machine may use this path, no pages in a browser but the console.",
  page: "Only the console's own page and tools on this machine may use this path.",
};

/**
 * Why a request may not use the control API or open the console; `undefined` if it may. Mails contain sign-in
 * codes, and the API hands out tokens, so only tools and pages of this machine and of the user who started the
 * platform get in.
 *
 * @param opens - the request is for a page of the console, which any page may link to
 */
export async function refusalOf(
  request: IncomingMessage,
  audience: Audience,
  opens = false,
): Promise<string | undefined> {
  if (!isForLoopback(request) || !isFromRightPage(request, audience, opens))
    return whoMay[audience];
  if (await isOwnUser(request.socket)) return undefined;
  return "Only root and the user who started the platform may use this path, and no process of the platform itself.";
}

/** A host name of another site that resolves to this machine (DNS rebinding) is still in the Host header. */
export const isForLoopback = (request: IncomingMessage): boolean =>
  loopbackNames.has(hostOf(request).replace(/:\d+$/, ""));

/**
 * Whether a request comes from no page, or from one that may send it. Browsers name the origin of most requests
 * (`Origin`), and of all of them how it relates to the server's (`Sec-Fetch-Site`; `none` is an address that the
 * user typed). Source: W3C "Fetch Metadata Request Headers".
 */
function isFromRightPage(request: IncomingMessage, audience: Audience, opens: boolean): boolean {
  const { origin, "sec-fetch-site": site = "none", "sec-fetch-dest": dest } = request.headers;
  if (audience === "tools") return origin === undefined && site === "none";
  const scheme = "encrypted" in request.socket ? "https" : "http";
  if (origin !== undefined && origin !== `${scheme}://${hostOf(request)}`) return false;
  return site === "none" || site === "same-origin" || (opens && dest === "document");
}
