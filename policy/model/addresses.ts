import { Address4, Address6 } from "ip-address";
import type { Setting } from "../rule.ts";

export type Family = "ipv4" | "ipv6";
export const families: readonly Family[] = ["ipv4", "ipv6"];

/** Prefix lengths of either family. */
export type PrefixLengths = Readonly<Record<Family, number>>;

/** The public addresses that may connect. */
export interface Allowance extends PrefixLengths {
  /** Addresses that do not count as the internet. */
  readonly trusted?: Addresses;
}

/** The most of the internet that may connect by default: as many addresses as a prefix of this length has. */
export const widest: PrefixLengths = { ipv4: 24, ipv6: 48 };

/** The setting of rules that allow a few public addresses. */
export const widestSetting: Setting<PrefixLengths> = {
  description:
    "The most public addresses that may connect, as a prefix length. All ranges are counted together.",
  schema: {
    type: "object",
    required: ["ipv4", "ipv6"],
    additionalProperties: false,
    properties: {
      ipv4: { type: "integer", minimum: 8, maximum: 32 },
      ipv6: { type: "integer", minimum: 16, maximum: 128 },
    },
  },
  default: widest,
};

interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses of one family: ranges in ascending order that do not overlap. */
export type AddressSet = readonly AddressRange[];

export type Addresses = Readonly<Record<Family, AddressSet>>;

const bitsOf: PrefixLengths = { ipv4: 32, ipv6: 128 };

export const isCidr = (text: string): boolean => parseCidr(text) !== undefined;

/** The addresses in CIDR ranges. Texts that are not CIDR ranges are skipped. */
export function addressesOf(cidrs: readonly string[]): Addresses {
  const ranges: Record<Family, AddressRange[]> = { ipv4: [], ipv6: [] };
  for (const cidr of cidrs) {
    const range = parseCidr(cidr);
    if (range) ranges[range.family].push(range);
  }
  return { ipv4: merged(ranges.ipv4), ipv6: merged(ranges.ipv6) };
}

/** All addresses. */
export const everything: Addresses = addressesOf(["0.0.0.0/0", "::/0"]);

/** Addresses that are not reachable over the internet. */
const notPublic: Addresses = addressesOf([
  // Source: IANA IPv4 Special-Purpose Address Registry; the last range is multicast and reserved.
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
  // All but 2000::/3. Source: IANA Internet Protocol Version 6 Address Space.
  "::/3",
  "4000::/2",
  "8000::/1",
]);

/** Addresses that are reachable over the internet. */
export const publicAddresses: Addresses = {
  ipv4: difference(everything.ipv4, notPublic.ipv4),
  ipv6: difference(everything.ipv6, notPublic.ipv6),
};

/**
 * Whether CIDR ranges together contain more public addresses than allowed. IPv6 ranges that stand
 * for IPv4 addresses count as those.
 */
export function areTooWide(cidrs: readonly string[], allowed: Allowance = widest): boolean {
  const addresses = addressesOf(cidrs);
  const ipv4 = union(addresses.ipv4, embeddedIpv4(addresses.ipv6));
  return isWide("ipv4", ipv4, allowed) || isWide("ipv6", addresses.ipv6, allowed);
}

/**
 * Prefixes whose last 32 bits are an IPv4 address: mapped addresses, and those of NAT64.
 *
 * Sources: RFC 4291, 2.5.5.2; RFC 6052, 2.1.
 */
const embeddings = ["::ffff:0:0/96", "64:ff9b::/96"].map((cidr) => addressesOf([cidr]).ipv6);

/** The IPv4 addresses that IPv6 addresses stand for. */
function embeddedIpv4(set: AddressSet): AddressSet {
  const ranges = embeddings.flatMap((embedding) => {
    const base = embedding[0]!.first;
    return intersection(set, embedding).map(({ first, last }) => ({
      first: first - base,
      last: last - base,
    }));
  });
  return merged(ranges);
}

/** Whether a set contains more public addresses than allowed. */
export function isWide(family: Family, set: AddressSet, allowed: Allowance): boolean {
  if (set.length === 0) return false;
  const harmless = union(notPublic[family], allowed.trusted?.[family] ?? []);
  const count = sizeOf(set) - sizeOf(intersection(set, harmless));
  return count > 1n << BigInt(bitsOf[family] - allowed[family]);
}

export function union(one: AddressSet, other: AddressSet): AddressSet {
  if (one.length === 0) return other;
  return other.length === 0 ? one : merged([...one, ...other]);
}

export function intersection(one: AddressSet, other: AddressSet): AddressSet {
  const shared: AddressRange[] = [];
  for (let left = 0, right = 0; left < one.length && right < other.length;) {
    const [a, b] = [one[left]!, other[right]!];
    const first = a.first > b.first ? a.first : b.first;
    const last = a.last < b.last ? a.last : b.last;
    if (first <= last) shared.push({ first, last });
    if (a.last < b.last) left++;
    else right++;
  }
  return shared;
}

/** The addresses of a set that are not in the other. */
export function difference(set: AddressSet, taken: AddressSet): AddressSet {
  return taken.reduce<AddressSet>(
    (rest, { first, last }) =>
      rest.flatMap((range) => {
        if (range.last < first || range.first > last) return [range];
        return [
          ...(range.first < first ? [{ first: range.first, last: first - 1n }] : []),
          ...(range.last > last ? [{ first: last + 1n, last: range.last }] : []),
        ];
      }),
    set,
  );
}

/** A rule of an ordered list in which the first rule that contains an address decides. */
export interface Decision {
  readonly set: AddressSet;
  readonly isYes: boolean;
}

/** The addresses for which the first matching rule says yes. */
export function decidedYes(decisions: readonly Decision[]): AddressSet {
  let yes: AddressSet = [];
  let decided: AddressSet = [];
  for (const { set, isYes } of decisions) {
    if (isYes) yes = union(yes, difference(set, decided));
    decided = union(decided, set);
  }
  return yes;
}

/** Host bits may be set, as in 10.1.2.3/8: AWS clears them. */
function parseCidr(cidr: string): (AddressRange & { readonly family: Family }) | undefined {
  // The library also accepts addresses without a prefix and with an interface, which AWS refuses.
  if (!/^[\da-f.:]+\/\d+$/i.test(cidr)) return undefined;
  const family = cidr.includes(":") ? "ipv6" : "ipv4";
  try {
    const address = family === "ipv6" ? new Address6(cidr) : new Address4(cidr);
    const hostBits = BigInt(bitsOf[family] - address.subnetMask);
    const first = (address.bigInt() >> hostBits) << hostBits;
    return { family, first, last: first + (1n << hostBits) - 1n };
  } catch {
    return undefined;
  }
}

/** Sorts ranges, and joins those that overlap or touch. */
function merged(ranges: readonly AddressRange[]): AddressSet {
  if (ranges.length < 2) return ranges;
  const set: AddressRange[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const previous = set.at(-1);
    if (!previous || first > previous.last + 1n) set.push({ first, last });
    else if (last > previous.last) set.splice(-1, 1, { first: previous.first, last });
  }
  return set;
}

const sizeOf = (set: AddressSet): bigint =>
  set.reduce((total, { first, last }) => total + last - first + 1n, 0n);
