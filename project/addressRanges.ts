import { Address4 } from "ip-address";

/** Ranges for private networks. Source: RFC 1918, section 3. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** @returns the ranges that share addresses with the given one */
export function overlapping(range: string, others: readonly string[]): string[] {
  const own = new Address4(range);
  return others.filter((other) => {
    const address = new Address4(other);
    return own.isInSubnet(address) || address.isInSubnet(own);
  });
}

/**
 * The first private range that overlaps no other.
 *
 * @param prefix - its length, 16 to 18
 * @returns `undefined` if all are taken
 */
export function freeRange(prefix: number, taken: readonly string[]): string | undefined {
  for (const parent of privateRanges) {
    const { startAddress, subnetMask } = rangeOf(parent);
    const count = 2 ** (prefix - subnetMask);
    const step = 2n ** BigInt(32 - prefix);
    for (let index = 0; index < count; index++) {
      const start = Address4.fromBigInt(startAddress + BigInt(index) * step).address;
      const range = `${start}/${prefix}`;
      if (overlapping(range, taken).length === 0) return range;
    }
  }
  return undefined;
}

function rangeOf(range: string) {
  const address = new Address4(range);
  return { startAddress: address.startAddress().bigInt(), subnetMask: address.subnetMask };
}
