/** A CIDR block of IPv4 addresses: its start is a multiple of its size. */
export interface Ipv4Range {
  /** First address, as a number. */
  readonly start: number;
  /** Length of the prefix: 16 for a /16. */
  readonly prefix: number;
}

/** Number of addresses. */
export const sizeOf = ({ prefix }: Pick<Ipv4Range, "prefix">): number => 2 ** (32 - prefix);

/** The address after the last one of a range. */
export const endOf = (range: Ipv4Range): number => range.start + sizeOf(range);

export const contains = (outer: Ipv4Range, inner: Ipv4Range): boolean =>
  inner.start >= outer.start && endOf(inner) <= endOf(outer);

export const overlap = (one: Ipv4Range, other: Ipv4Range): boolean =>
  one.start < endOf(other) && other.start < endOf(one);

/** The first range with this prefix at or after an address. */
export function rangeFrom(address: number, prefix: number): Ipv4Range {
  const size = sizeOf({ prefix });
  return { start: Math.ceil(address / size) * size, prefix };
}

/** @returns `undefined` for an invalid range, including one whose start is not a multiple of its size */
export function parseRange(text: unknown): Ipv4Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(text));
  if (!match) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5]);
  const start = octets.reduce((address, octet) => address * 256 + octet, 0);
  const valid = octets.every((octet) => octet <= 255) && prefix <= 32;
  return valid && start % sizeOf({ prefix }) === 0 ? { start, prefix } : undefined;
}

export function formatRange({ start, prefix }: Ipv4Range): string {
  const octets = [24, 16, 8, 0].map((bits) => Math.floor(start / 2 ** bits) % 256);
  return `${octets.join(".")}/${prefix}`;
}
