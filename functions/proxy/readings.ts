/**
 * Escapes of a dot, a slash or a backslash in too many bytes, which lenient decoders accept.
 * Source: RFC 3629, 10 "Security Considerations".
 */
const lenientEscapes: readonly (readonly [RegExp, string])[] = [
  [/%(c0|e0%80|f0%80%80)%ae/gi, "."],
  [/%(c0|e0%80|f0%80%80)%af/gi, "/"],
  [/%(c1|e0%81|f0%80%81)%9c/gi, "\\"],
];

/** A path that is encoded more often counts as unsafe, so that checking it takes no time. */
const maxDecodings = 4;

/** Runs of escaped bytes. */
const escapes = /(%[0-9a-f]{2})+/gi;

/** Those of IIS. */
const wideEscapes = /%u([0-9a-f]{4})/gi;

/**
 * Whether a server could read something in a path: as it is, decoded repeatedly, from escapes of too many
 * bytes, or from characters that Unicode considers the same.
 *
 * @param what - without the flag `g`
 */
export function couldRead(path: string, what: RegExp): boolean {
  let read = path;
  for (let times = 0; times <= maxDecodings; times++) {
    if (what.test(read) || what.test(read.normalize("NFKC"))) return true;
    const decoded = decode(read);
    if (decoded === read) return false;
    read = decoded;
  }
  return true;
}

function decode(path: string): string {
  let decoded = path;
  for (const [escape, character] of lenientEscapes) decoded = decoded.replace(escape, character);
  decoded = decoded.replace(wideEscapes, (_, code) => String.fromCharCode(parseInt(code, 16)));
  // Bytes that are not UTF-8 become U+FFFD; no escape is left that could be read once more.
  return decoded.replace(escapes, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}
