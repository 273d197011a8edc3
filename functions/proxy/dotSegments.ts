/** A `.` or `..` segment. Java servers strip what follows a `;`, others a zero byte or a space. */
const dotSegment = /(^|[/\\])\.{1,2}($|[/\\;\0 ])/;

/**
 * Escapes of a dot, a slash or a backslash in too many bytes, which lenient decoders accept, and those of IIS.
 * Source: RFC 3629, 10 "Security Considerations".
 */
const lenientEscapes: readonly (readonly [RegExp, string])[] = [
  [/%(c0|e0%80|f0%80%80)%ae|%u002e/gi, "."],
  [/%(c0|e0%80|f0%80%80)%af|%u002f/gi, "/"],
  [/%(c1|e0%81|f0%80%81)%9c|%u005c/gi, "\\"],
];

/** A path that is encoded more often counts as unsafe, so that checking it takes no time. */
const maxDecodings = 4;

/** Runs of escaped bytes. */
const escapes = /(%[0-9a-f]{2})+/gi;

/**
 * Whether a server could find a `.` or `..` segment in a path: with encoded dots, slashes or backslashes,
 * encoded repeatedly, in too many bytes, or as other characters that Unicode considers the same.
 */
export function hasDotSegment(path: string): boolean {
  let read = path;
  for (let times = 0; times <= maxDecodings; times++) {
    if (dotSegment.test(read) || dotSegment.test(read.normalize("NFKC"))) return true;
    const decoded = decode(read);
    if (decoded === read) return false;
    read = decoded;
  }
  return true;
}

function decode(path: string): string {
  let decoded = path;
  for (const [escape, character] of lenientEscapes) decoded = decoded.replace(escape, character);
  // Bytes that are not UTF-8 become U+FFFD; no escape is left that could be read once more.
  return decoded.replace(escapes, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}
