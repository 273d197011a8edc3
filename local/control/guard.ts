import type { IncomingMessage } from "node:http";
import { hostOf } from "../edge/client.ts";
import { isOwnUser } from "./ownUser.ts";

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Why a request may not use the control API; `undefined` if it may. Mails contain sign-in codes, and the API
 * hands out tokens, so only tools and pages of this machine and of the user who started the platform get in.
 */
export async function refusalOf(request: IncomingMessage): Promise<string | undefined> {
  if (!isFromHere(request)) {
    return "Only tools on this machine and the console may use this path.";
  }
  if (!(await isOwnUser(request.socket))) {
    return "Only root and the user who started the platform may use this path.";
  }
  return undefined;
}

/**
 * Whether a request comes from a tool or page of this machine. Browsers send the origin of pages of other
 * sites, and a host name that resolves to this machine (DNS rebinding) is still in the Host header.
 */
function isFromHere(request: IncomingMessage): boolean {
  const host = hostOf(request);
  const name = host.replace(/:\d+$/, "");
  const { origin } = request.headers;
  const scheme = "encrypted" in request.socket ? "https" : "http";
  return loopbackNames.has(name) && (origin === undefined || origin === `${scheme}://${host}`);
}
