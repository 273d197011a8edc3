import { extname } from "node:path";

/** Media types of files on the web. Sources: IANA's registry of media types; RFC 9239 for JavaScript. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain",
  ".md": "text/markdown",
  ".csv": "text/csv",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/vnd.microsoft.icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".otf": "font/otf",
  ".wasm": "application/wasm",
  ".pdf": "application/pdf",
  ".zip": "application/zip",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
};

/** A file that browsers offer to save. */
const unknownType = "application/octet-stream";

/**
 * A file's media type. Text is UTF-8, as build tools write it.
 *
 * @param more - types by extension, which come first
 */
export function contentTypeOf(path: string, more: Readonly<Record<string, string>> = {}): string {
  const extension = extname(path).toLowerCase();
  const type = more[extension] ?? types[extension] ?? unknownType;
  const isText = /^text\/|[/+](json|xml)$|javascript$/.test(type);
  return isText ? `${type}; charset=utf-8` : type;
}
