import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Encoding } from "./viewerValues.ts";

const compressors: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // Higher levels take several times as long for a few percent.
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

const minBytes = 1_000;
const maxBytes = 10_000_000;

/** Types that CloudFront compresses, beside all fonts and scripts among them. */
const types = new Set(
  (
    "application/dash+xml application/eot application/font application/font-sfnt application/javascript " +
    "application/json application/opentype application/otf application/pdf application/pkcs7-mime " +
    "application/protobuf application/rss+xml application/truetype application/ttf application/vnd.apple.mpegurl " +
    "application/vnd.mapbox-vector-tile application/vnd.ms-fontobject application/wasm application/xhtml+xml " +
    "application/xml application/x-font-opentype application/x-font-truetype application/x-font-ttf " +
    "application/x-httpd-cgi application/x-javascript application/x-mpegurl application/x-opentype " +
    "application/x-otf application/x-perl application/x-ttf font/eot font/opentype font/otf font/ttf image/svg+xml " +
    "text/css text/csv text/html text/javascript text/js text/plain text/richtext text/tab-separated-values " +
    "text/xml text/x-component text/x-java-source text/x-script vnd.apple.mpegurl"
  ).split(" "),
);

/**
 * Whether CloudFront compresses a response. (CloudFront Developer Guide, "Serve compressed files")
 *
 * @param header - looks a header up
 */
export function isCompressible(
  status: number,
  header: (name: string) => string | undefined,
): boolean {
  const type = header("content-type")?.split(";", 1)[0]!.trim().toLowerCase() ?? "";
  // Without a length, CloudFront does not know whether it is within the limits.
  const length = Number(header("content-length") ?? 0);
  return (
    [200, 403, 404].includes(status) &&
    types.has(type) &&
    length >= minBytes &&
    length <= maxBytes &&
    header("content-encoding") === undefined
  );
}

/** Compresses a body and changes its headers. A strong ETag becomes a weak one; an invalid one is removed. */
export async function compressed(
  headers: readonly string[],
  body: Buffer,
  encoding: Encoding,
): Promise<{ headers: string[]; body: Buffer }> {
  const result = await compressors[encoding](body);
  const changed: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const [name, value] = [headers[index]!, headers[index + 1]!];
    const lower = name.toLowerCase();
    if (lower === "content-length" || lower === "accept-ranges") continue;
    if (lower !== "etag") changed.push(name, value);
    else if (value.startsWith("W/")) changed.push(name, value);
    else if (value.startsWith('"')) changed.push(name, `W/${value}`);
  }
  changed.push("Content-Encoding", encoding, "Content-Length", String(result.length));
  const varies = changed.some((name, at) => at % 2 === 0 && name.toLowerCase() === "vary");
  if (!varies) changed.push("Vary", "Accept-Encoding");
  return { headers: changed, body: result };
}
