import assert from "node:assert/strict";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import { joseSignature } from "./joseSignature.ts";

/** A number as a DER integer, written independently: through its hexadecimal digits. */
function integer(value: bigint): number[] {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = [...Buffer.from(even, "hex")];
  return [
    2,
    bytes[0]! > 127 ? bytes.length + 1 : bytes.length,
    ...(bytes[0]! > 127 ? [0] : []),
    ...bytes,
  ];
}

const sequence = (...parts: number[][]) =>
  Uint8Array.from([0x30, parts.flat().length, ...parts.flat()]);

const number = fc.oneof(
  fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
  // Short numbers are rare in real signatures: one in 256 for each missing byte.
  fc.bigInt({ min: 1n, max: 2n ** 16n }),
  fc.constantFrom(2n ** 255n, 2n ** 255n - 1n, 2n ** 256n - 1n, 2n ** 248n),
);

describe("joseSignature", () => {
  it("pads each number to 32 bytes", () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const hex = joseSignature(sequence(integer(r), integer(s))).toString("hex");
        assert.equal(hex.length, 128);
        assert.deepEqual([BigInt(`0x${hex.slice(0, 64)}`), BigInt(`0x${hex.slice(64)}`)], [r, s]);
      }),
    );
  });

  it("keeps a signature valid", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    for (let i = 0; i < 300; i++) {
      const data = Buffer.from(`message ${i}`);
      const signature = joseSignature(sign("sha256", data, privateKey));
      assert.ok(verify("sha256", data, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature));
    }
  });

  it("refuses all other bytes", () => {
    const valid = sequence(integer(5n), integer(2n ** 255n));
    const wrong = [
      Uint8Array.of(),
      valid.subarray(0, -1),
      Uint8Array.from([...valid, 0]),
      Uint8Array.from([0x31, ...valid.subarray(1)]),
      sequence(integer(5n)),
      sequence(integer(5n), integer(6n), integer(7n)),
      sequence(integer(2n ** 256n), integer(5n)),
      sequence([3, 1, 5], integer(5n)),
      sequence([2, 0], integer(5n)),
      sequence([2, 40, 5], integer(5n)),
    ];
    for (const der of wrong) assert.throws(() => joseSignature(der), RangeError, String(der));
  });

  it("throws nothing but a RangeError for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (der) => {
        try {
          assert.equal(joseSignature(der).length, 64);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
    );
  });
});
