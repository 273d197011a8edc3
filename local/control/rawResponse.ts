import type { ServerResponse } from "node:http";
import { respond } from "../edge/respond.ts";

/** Nothing of it runs, loads anything else, or has an origin. Styles within it and images in data URLs count. */
const strictPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

interface RawOptions {
  /** The media type. */
  readonly type: string;
  /** Name for a file that the browser saves. @default it shows the content */
  readonly download?: string;
}

/** A response that is no JSON, with content that may be hostile, such as a mail or a bucket's object. */
export class RawResponse {
  readonly #content: string | Buffer;
  readonly #options: RawOptions;

  constructor(content: string | Buffer, options: RawOptions) {
    this.#content = content;
    this.#options = options;
  }

  send(response: ServerResponse): void {
    const { type, download } = this.#options;
    respond(
      response,
      200,
      {
        "content-type": type,
        "content-security-policy": strictPolicy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        ...(download !== undefined && { "content-disposition": attachment(download) }),
      },
      this.#content,
    );
  }
}

/** (RFC 6266, 5; RFC 8187) */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
