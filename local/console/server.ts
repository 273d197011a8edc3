import type { IncomingMessage, ServerResponse } from "node:http";
import { type Control, controlPrefix } from "../control/index.ts";
import { refusalOf } from "../control/guard.ts";
import { type Listener, listen, type TlsOptions } from "../edge/listen.ts";
import { respond, respondJson } from "../edge/respond.ts";
import { mapEndpoints } from "./map.ts";
import { assetsPath, type PageBundle, PageBundler } from "./bundle.ts";

interface ConsoleOptions {
  /** Port on 127.0.0.1; 0 selects a free one. */
  readonly port: number;
  /** Serves HTTPS instead of HTTP. @default HTTP */
  readonly tls?: TlsOptions | undefined;
  /** The API that its page uses. */
  readonly control: Control;
  /** Called with unexpected errors; clients receive a fixed text. @default prints them */
  readonly reportError?: (error: unknown) => void;
}

/** Only the page's own files and API. Its scripts can't make code or HTML of text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const securityHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * Serves the console at a port of its own, so that the pages of the team's API, at the edge's, are of another
 * origin and can't use it.
 */
export async function startConsole(options: ConsoleOptions): Promise<Listener> {
  const { port, tls, control, reportError = (error) => console.error(error) } = options;
  const bundler = new PageBundler();
  control.add(mapEndpoints);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [pathname = ""] = (request.url ?? "").split("?", 1);
    if (pathname.startsWith(controlPrefix)) return control.handle(request, response, "page");
    const message = await refusalOf(request, "page", true);
    if (message !== undefined) return respondJson(response, 403, { message }, securityHeaders);
    if (request.method !== "GET" && request.method !== "HEAD") {
      const allow = { allow: "GET, HEAD", ...securityHeaders };
      return respondJson(response, 405, { message: "Use GET." }, allow);
    }
    const bundle = await bundler.bundle();
    if (pathname.startsWith(assetsPath)) return sendAsset(response, bundle, pathname);
    // Every other path is a page's; the script shows it, or that there is none.
    const type = "text/html; charset=utf-8";
    const headers = { "content-type": type, "cache-control": "no-store", ...securityHeaders };
    respond(response, 200, headers, documentOf(bundle));
  };
  return listen(port, tls, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      reportError(error);
      const message = "The console failed. See the terminal for the reason.";
      if (response.headersSent) response.destroy();
      else respondJson(response, 500, { message }, securityHeaders);
    });
  });
}

function sendAsset(response: ServerResponse, { files }: PageBundle, path: string): void {
  const file = files.get(path);
  if (!file) {
    const message = "There is no such file. Load the page again.";
    return respondJson(response, 404, { message }, securityHeaders);
  }
  const cache = { "cache-control": "private, max-age=31536000, immutable" };
  const headers = { "content-type": file.type, ...cache, ...securityHeaders };
  respond(response, 200, headers, Buffer.from(file.content));
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%232f6f5e' " +
  "d='M2 15V4l1.5-2L5 4v11zm4.5 0V4L8 2l1.5 2v11zM11 15V4l1.5-2L14 4v11z'/%3E%3C/svg%3E";

const documentOf = ({ script, style }: PageBundle): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Palisade</title>
    <link rel="icon" href="${icon}" />
    <link rel="stylesheet" href="${style}" />
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <noscript>The console needs JavaScript. Its data is also at ${controlPrefix}endpoints.</noscript>
  </body>
</html>
`;
