import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { controlPrefix } from "../control/index.ts";
import { refusalOf } from "../control/guard.ts";
import { respond, respondJson } from "./respond.ts";

const assets: ReadonlyMap<string | undefined, { file: string; type: string }> = new Map([
  [controlPrefix, { file: "console.html", type: "text/html; charset=utf-8" }],
  [`${controlPrefix}console.css`, { file: "console.css", type: "text/css; charset=utf-8" }],
  [`${controlPrefix}console.js`, { file: "console.js", type: "text/javascript; charset=utf-8" }],
]);

export const isConsolePage = ({ url }: IncomingMessage): boolean => assets.has(url);

export async function serveConsolePage(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const message = await refusalOf(request);
  if (message !== undefined) return respondJson(response, 403, { message });
  const { file, type } = assets.get(request.url)!;
  const content = await readFile(new URL(file, import.meta.url));
  const headers = {
    "content-type": type,
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  };
  respond(response, 200, headers, content);
}
