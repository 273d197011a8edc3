/** Tells whether bytes begin as a coding's do. Source: RFC 1952, 2.3.1; RFC 1950, 2.2. */
const isCoded: Readonly<Record<string, (body: Buffer) => boolean>> = {
  gzip: (body) => body[0] === 0x1f && body[1] === 0x8b,
  deflate: (body) => (body[0]! & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0,
  identity: () => false,
};

/**
 * Removes the `content-encoding` of a body that is no longer encoded: API Gateway decompresses
 * requests, but leaves the header. Source: API Gateway Developer Guide, "Call an API method with a
 * compressed payload in API Gateway".
 */
export function removeStaleEncoding(
  headers: Record<string, string | string[]>,
  body: Buffer | null,
): void {
  const coding = [headers["content-encoding"]].flat()[0]?.toLowerCase() ?? "";
  const check = Object.hasOwn(isCoded, coding) ? isCoded[coding] : undefined;
  if (check && body && !(body.length > 1 && check(body))) delete headers["content-encoding"];
}
