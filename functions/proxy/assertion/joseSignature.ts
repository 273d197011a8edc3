/** Bytes of each of the two numbers of a P-256 signature. */
const numberBytes = 32;

/**
 * A P-256 signature as JOSE writes it: both numbers with 32 bytes each. KMS returns DER, a sequence of
 * two signed integers without leading zeros.
 *
 * Sources: RFC 7518, 3.4; KMS API Reference, "Sign" (ANSI X9.62-2005); RFC 3279, 2.2.3.
 *
 * @throws RangeError for bytes that are no such signature
 */
export function joseSignature(der: Uint8Array): Buffer {
  const signature = Buffer.alloc(2 * numberBytes);
  // P-256 signatures take at most 72 bytes, so each length is a single byte.
  let at = 2;
  let isValid = der[0] === 0x30 && der[1] === der.length - at;
  for (const end of [numberBytes, 2 * numberBytes]) {
    const length = der[at + 1] ?? 0;
    const value = der.subarray(at + 2, at + 2 + length);
    // A zero keeps a number positive whose first bit is set.
    const bytes = value[0] === 0 ? value.subarray(1) : value;
    isValid &&=
      der[at] === 2 && length > 0 && value.length === length && bytes.length <= numberBytes;
    if (isValid) signature.set(bytes, end - bytes.length);
    at += 2 + length;
  }
  if (!isValid || at !== der.length) throw new RangeError("not a P-256 signature in DER");
  return signature;
}
