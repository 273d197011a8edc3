import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AddressSet,
  addressesOf,
  decidedYes,
  difference,
  intersection,
  isWide,
  union,
} from "./addressSets.ts";

const size = 24;

/** Sets of small numbers, as ranges in order and apart. */
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
    it(`have a ${name} as sets of numbers have`, () => {
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

  it("are decided by the first rule that holds them", () => {
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

  it("are wide with more of the internet than is allowed, and private addresses do not count", () => {
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
