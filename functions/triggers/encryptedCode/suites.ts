/** How a message's content is encrypted: always by AES-256 in GCM. */
export interface Suite {
  readonly id: number;
  /** Version of the message's format. */
  readonly version: 1 | 2;
  /** Of the key derivation. */
  readonly hash: "sha256" | "sha384" | "sha512";
  /** Whether an ECDSA signature (P-384, SHA-384) follows the content. */
  readonly isSigned: boolean;
}

/**
 * The suites with a derived key of 256 bits. Version 2 also commits to its key. Shorter keys and keys that are used
 * as they are remain from before; nothing writes them today.
 *
 * Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK algorithms reference".
 */
const suites: readonly Suite[] = [
  { id: 0x0578, version: 2, hash: "sha512", isSigned: true },
  { id: 0x0478, version: 2, hash: "sha512", isSigned: false },
  { id: 0x0378, version: 1, hash: "sha384", isSigned: true },
  { id: 0x0178, version: 1, hash: "sha256", isSigned: false },
];

export const suiteOf = (version: number, id: number): Suite | undefined =>
  suites.find((suite) => suite.id === id && suite.version === version);
