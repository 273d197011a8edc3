import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AddressSet,
  addressesOf,
  areTooWide,
  decidedYes,
  difference,
  intersection,
  isCidr,
  isWide,
  union,
  widest,
} from "./addresses.ts";

describe("ranges of addresses", () => {
  for (const text of [
    "10.0.0.0/8",
    "10.1.2.3/8",
    "::/0",
    "2001:DB8::/32",
    "::ffff:192.0.2.1/128",
    "1:2:3:4:5:6:7:8/64",
  ]) {
    it(`may be written as ${text}`, () => assert.ok(isCidr(text)));
  }

  for (const text of [
    "10.0.0.0",
    "10.0.0/8",
    "10.0.0.0/33",
    "::/129",
    ":::/0",
    "fe80::1%eth0/64",
  ]) {
    it(`are not written as ${text}`, () => assert.ok(!isCidr(text)));
  }

  it("are too wide with one address more than allowed", () => {
    const office = "203.0.113.0/24";
    const site = "2001:db8:1::/48";

    assert.ok(!areTooWide([office, site]));
    assert.ok(areTooWide([office, "203.0.112.255/32"]));
    assert.ok(areTooWide([site, "2001:db8:2::/128"]));
  });

  it("do not count private addresses, and count nothing twice", () => {
    assert.ok(!areTooWide(["10.0.0.0/8", "192.168.0.0/16", "224.0.0.0/4"]));
    assert.ok(!areTooWide(["4000::/3", "fc00::/7", "fe80::/10"]));
    assert.ok(!areTooWide(["203.0.113.255/32", "203.0.113.0/24", "203.0.113.0/24"]));
  });

  // Sources: RFC 4291, 2.5.5.2 (mapped addresses); RFC 6052, 2.1 (NAT64).
  it("count IPv6 addresses that stand for IPv4 addresses as those", () => {
    for (const all of ["::ffff:0.0.0.0/96", "::ffff:0:0/95", "64:ff9b::/96", "::/3"]) {
      assert.ok(areTooWide([all]), all);
    }
    assert.ok(areTooWide(["::ffff:203.0.113.0/121", "::ffff:203.0.113.128/121", "203.0.112.0/32"]));
    assert.ok(!areTooWide(["::ffff:203.0.113.0/121", "64:ff9b::203.0.113.0/120"]));
    assert.ok(!areTooWide(["::ffff:10.0.0.0/104", "::1/128", "64:ff9b:1::/48"]));
  });

  it("are equally wide in any notation", () => {
    for (const all of ["0.0.0.0/0", "255.1.2.3/0", "::/0", "0::/0", "::0.0.0.0/0"]) {
      assert.ok(areTooWide([all]), all);
    }
    assert.ok(areTooWide(["0.0.0.0/1", "128.0.0.0/1"]));
    assert.ok(areTooWide(["2000::/4", "3000::/4"]));
  });

  // A block of public addresses, cut into pieces anywhere in the list.
  const wideUnion = fc
    .record({
      length: fc.integer({ min: 9, max: widest.ipv4 - 1 }),
      cuts: fc.array(fc.nat(), { maxLength: 40 }),
      noise: fc.array(fc.constantFrom("10.0.0.0/8", "203.0.113.7/32", "::1/128")),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ length, cuts, noise, order }) =>
      [...cut({ start: 8 * 2 ** 24, length }, cuts), ...noise]
        .map((cidr) => ({ cidr, place: order.next().value }))
        .sort((one, other) => one.place - other.place)
        .map(({ cidr }) => cidr),
    );

  it("are too wide however a wide range is split", () => {
    fc.assert(fc.property(wideUnion, (cidrs) => areTooWide(cidrs)));
  });

  it("are not too wide with only an office and private addresses", () => {
    const inOffice = fc
      .record({ host: fc.nat(255), length: fc.integer({ min: 24, max: 32 }) })
      .map(({ host, length }) => `203.0.113.${host}/${length}`);
    const inPrivate = fc
      .record({ second: fc.nat(255), length: fc.integer({ min: 8, max: 32 }) })
      .map(({ second, length }) => `10.${second}.0.0/${length}`);

    fc.assert(fc.property(fc.array(fc.oneof(inOffice, inPrivate)), (cidrs) => !areTooWide(cidrs)));
  });
});

/** Halves a block, then one of the pieces, and so on. */
function cut(block: { start: number; length: number }, cuts: readonly number[]): string[] {
  const pieces = [block];
  for (const choice of cuts) {
    const index = choice % pieces.length;
    const { start, length } = pieces[index]!;
    if (length === 32) continue;
    const half = { start, length: length + 1 };
    pieces.splice(index, 1, half, { ...half, start: start + 2 ** (31 - length) });
  }
  return pieces.map(({ start, length }) => {
    const octets = [24, 16, 8, 0].map((bits) => Math.floor(start / 2 ** bits) % 256);
    return `${octets.join(".")}/${length}`;
  });
}

const size = 24;

/** Sets of small numbers, as sorted ranges that do not touch. */
const numbers = fc.array(fc.nat(size - 1), { maxLength: 12 }).map((list) => new Set(list));
const setOf = (members: ReadonlySet<number>): AddressSet =>
  [...members]
    .map((member) => ({ first: BigInt(member), last: BigInt(member) }))
    .reduce<AddressSet>((all, one) => union(all, [one]), []);
const membersOf = (set: AddressSet): number[] =>
  Array.from({ length: size }, (_, number) => number).filter((number) =>
    set.some(({ first, last }) => first <= BigInt(number) && BigInt(number) <= last),
  );
const sorted = (members: Iterable<number>) => [...members].sort((one, other) => one - other);

describe("sets of addresses", () => {
  const operations = {
    union: [union, (a: Set<number>, b: Set<number>) => new Set([...a, ...b])],
    intersection: [
      intersection,
      (a: Set<number>, b: Set<number>) => new Set([...a].filter((one) => b.has(one))),
    ],
    difference: [
      difference,
      (a: Set<number>, b: Set<number>) => new Set([...a].filter((one) => !b.has(one))),
    ],
  } as const;
  for (const [name, [ofRanges, ofMembers]] of Object.entries(operations)) {
    it(`have a ${name} like sets of numbers`, () => {
      fc.assert(
        fc.property(numbers, numbers, (a, b) => {
          const result = ofRanges(setOf(a), setOf(b));

          assert.deepEqual(membersOf(result), sorted(ofMembers(a, b)));
          for (const [index, { first, last }] of result.entries()) {
            assert.ok(first <= last && (index === 0 || result[index - 1]!.last < first));
          }
        }),
      );
    });
  }

  it("are decided by the first matching rule", () => {
    const rules = fc.array(fc.record({ members: numbers, isYes: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(rules, (rules) => {
        const decisions = rules.map(({ members, isYes }) => ({ set: setOf(members), isYes }));
        const expected = Array.from({ length: size }, (_, number) => number).filter(
          (number) => rules.find(({ members }) => members.has(number))?.isYes === true,
        );

        assert.deepEqual(membersOf(decidedYes(decisions)), expected);
      }),
    );
  });

  it("are wide if they contain more public addresses than allowed", () => {
    const widest = { ipv4: 24, ipv6: 48 };
    const ipv4 = (...cidrs: string[]) => addressesOf(cidrs).ipv4;

    assert.ok(isWide("ipv4", ipv4("0.0.0.0/1", "10.0.0.0/8"), widest));
    assert.ok(!isWide("ipv4", ipv4("10.0.0.0/8", "203.0.113.0/24"), widest));
    assert.ok(
      !isWide("ipv4", difference(ipv4("0.0.0.0/0"), ipv4("0.0.0.0/1", "128.0.0.0/1")), widest),
    );
    assert.ok(isWide("ipv6", addressesOf(["::/0", "0.0.0.0/0"]).ipv6, widest));
  });
});
