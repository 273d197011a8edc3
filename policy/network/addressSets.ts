import {
  type AddressRange,
  addressRanges,
  areRangesTooWide,
  type PrefixLengths,
} from "../model/addresses.ts";

export type Family = keyof PrefixLengths;
export const families: readonly Family[] = ["ipv4", "ipv6"];

/** Addresses of one family, as ranges in order and apart. */
export type AddressSet = readonly AddressRange[];

/** Addresses of either family. */
export type Addresses = Readonly<Record<Family, AddressSet>>;

export const addressesOf = (cidrs: readonly string[]): Addresses => ({
  ipv4: addressRanges("ipv4", cidrs),
  ipv6: addressRanges("ipv6", cidrs),
});

export const everything: Addresses = addressesOf(["0.0.0.0/0", "::/0"]);

/** Whether a set holds more of the internet than may be let in. */
export const isWide = (family: Family, set: AddressSet, widest: PrefixLengths): boolean =>
  set.length > 0 && areRangesTooWide(family, set, widest);

export function union(one: AddressSet, other: AddressSet): AddressSet {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const merged: AddressRange[] = [];
  for (const range of [...one, ...other].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const previous = merged.at(-1);
    if (!previous || range.first > previous.last + 1n) merged.push(range);
    else if (range.last > previous.last) {
      merged.splice(-1, 1, { first: previous.first, last: range.last });
    }
  }
  return merged;
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

/** What is in the first set only. */
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

/** One of several rules of which the first that holds an address decides about it. */
export interface Decision {
  readonly set: AddressSet;
  readonly isYes: boolean;
}

/** The addresses that are decided with yes. */
export function decidedYes(decisions: readonly Decision[]): AddressSet {
  let yes: AddressSet = [];
  let decided: AddressSet = [];
  for (const { set, isYes } of decisions) {
    if (isYes) yes = union(yes, difference(set, decided));
    decided = union(decided, set);
  }
  return yes;
}
