import { isIP } from "node:net";
import type { Setting } from "../rule.ts";

/** Prefix lengths of either family. */
export interface PrefixLengths {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Most of the internet that may be let in: the addresses of a prefix of this length, all told. */
export const widest: PrefixLengths = { ipv4: 24, ipv6: 48 };

/** A range of addresses, as numbers. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

interface Family {
  /** Bits of an address. */
  readonly bits: number;
  readonly name: keyof PrefixLengths;
  /** Ranges that nobody can be reached at over the internet; none overlaps another. */
  readonly notPublic: readonly string[];
}

const families: readonly Family[] = [
  {
    bits: 32,
    name: "ipv4",
    // Source: IANA IPv4 Special-Purpose Address Registry; the last one is multicast and reserved.
    notPublic: [
      "0.0.0.0/8",
      "10.0.0.0/8",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "198.18.0.0/15",
      "224.0.0.0/3",
    ],
  },
  {
    bits: 128,
    name: "ipv6",
    // All but 2000::/3. Source: IANA Internet Protocol Version 6 Address Space.
    notPublic: ["::/3", "4000::/2", "8000::/1"],
  },
];

/** Whether a text is a range of addresses as CIDR writes it. */
export const isCidr = (text: string): boolean => parseCidr(text) !== undefined;

/** Whether ranges hold more of the internet, all together, than may be let in. */
export const areTooWide = (cidrs: readonly string[], allowed: PrefixLengths = widest): boolean =>
  families.some(({ name }) => areRangesTooWide(name, addressRanges(name, cidrs), allowed));

/** The same of ranges of one family that are in order and apart. */
export function areRangesTooWide(
  name: keyof PrefixLengths,
  ranges: readonly AddressRange[],
  allowed: PrefixLengths = widest,
): boolean {
  const family = families.find((family) => family.name === name)!;
  return publicAddresses(family, ranges) > 1n << BigInt(family.bits - allowed[name]);
}

/** The addresses of one family that texts name, as ranges in order and apart. */
export function addressRanges(
  name: keyof PrefixLengths,
  cidrs: readonly string[],
): readonly AddressRange[] {
  const { bits } = families.find((family) => family.name === name)!;
  return mergeRanges(rangesOf(bits, cidrs));
}

/** What rules call the setting of how much may be let in. */
export const widestSetting: Setting<PrefixLengths> = {
  description:
    "Most of the internet that may be let in, as the length of a prefix; all ranges count together.",
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

/** How many addresses of the internet ranges hold, which are apart. */
function publicAddresses(family: Family, merged: readonly AddressRange[]): bigint {
  const hidden = hiddenOf.get(family)!;
  const inHidden = merged.flatMap((range) => hidden.map((other) => overlap(range, other)));
  return sum(merged.map(size)) - sum(inHidden);
}

const rangesOf = (bits: number, cidrs: readonly string[]): AddressRange[] =>
  cidrs.flatMap((cidr) => {
    const parsed = parseCidr(cidr);
    return parsed?.bits === bits ? [parsed.range] : [];
  });

/** Ranges that nobody can be reached at, by family. */
const hiddenOf = new Map(
  families.map((family) => [family, rangesOf(family.bits, family.notPublic)]),
);

/** Ranges in order and apart that hold the same; an address that is in several is in one of them. */
function mergeRanges(ranges: readonly AddressRange[]): AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of ranges.toSorted(byFirst)) {
    const previous = merged.at(-1);
    if (!previous || range.first > previous.last) merged.push(range);
    else if (range.last > previous.last)
      merged.splice(-1, 1, { first: previous.first, last: range.last });
  }
  return merged;
}

/** Also takes a range that is written with an address within it: AWS clears the bits behind the prefix. */
function parseCidr(cidr: string): { bits: number; range: AddressRange } | undefined {
  const [, address = "", length = ""] = /^([\d.:a-f]+)\/(\d{1,3})$/i.exec(cidr) ?? [];
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || Number(length) > bits) return undefined;
  const number = version === 4 ? parseIpv4(address) : parseIpv6(address);
  const hostBits = BigInt(bits - Number(length));
  const first = (number >> hostBits) << hostBits;
  return { bits, range: { first, last: first + (1n << hostBits) - 1n } };
}

function parseIpv4(address: string): bigint {
  return address.split(".").reduce((number, octet) => (number << 8n) + BigInt(octet), 0n);
}

function parseIpv6(address: string): bigint {
  const groupsOf = (text: string): bigint[] =>
    text.split(":").flatMap((group) => {
      if (group === "") return [];
      if (!group.includes(".")) return [BigInt(`0x${group}`)];
      const ipv4 = parseIpv4(group);
      return [ipv4 >> 16n, ipv4 & 0xffffn];
    });
  const [before = "", after = ""] = address.split("::");
  const [head, tail] = [groupsOf(before), groupsOf(after)];
  const zeros = Array<bigint>(8 - head.length - tail.length).fill(0n);
  return [...head, ...zeros, ...tail].reduce((number, group) => (number << 16n) + group, 0n);
}

const size = ({ first, last }: AddressRange): bigint => last - first + 1n;
const byFirst = (one: AddressRange, other: AddressRange): number =>
  one.first < other.first ? -1 : one.first > other.first ? 1 : 0;
const sum = (numbers: readonly bigint[]): bigint =>
  numbers.reduce((total, number) => total + number, 0n);

/** Number of addresses that two ranges share. */
function overlap(one: AddressRange, other: AddressRange): bigint {
  const first = one.first > other.first ? one.first : other.first;
  const last = one.last < other.last ? one.last : other.last;
  return last < first ? 0n : size({ first, last });
}
