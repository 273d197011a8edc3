import { type ByteReader, EncryptedMessageError } from "./byteReader.ts";
import { type Suite, suiteOf } from "./suites.ts";

/** The content's key, encrypted by a key of KMS. */
interface EncryptedKey {
  /** `aws-kms` for a key of KMS. */
  readonly provider: string;
  /** The ARN of the key in KMS. */
  readonly info: string;
  readonly ciphertext: Buffer;
}

/** The first part of a message. Nothing of it is proved before the tag is checked with the content's key. */
export interface Header {
  readonly suite: Suite;
  readonly messageId: Buffer;
  /** The encryption context. */
  readonly context: Readonly<Record<string, string>>;
  readonly keys: readonly EncryptedKey[];
  /** Bytes of each frame but the last. */
  readonly frameLength: number;
  /** Proves which key the content is encrypted with; only in version 2. */
  readonly commitment: Buffer | undefined;
  /** What the tag covers. */
  readonly bytes: Buffer;
  readonly iv: Buffer;
  readonly tag: Buffer;
}

export const ivLength = 12;
export const tagLength = 16;
const customerData = 0x80;
const framed = 2;

/**
 * Reads a message's header.
 *
 * Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference".
 *
 * @throws EncryptedMessageError for another format, or a suite that is not accepted
 */
export function readHeader(reader: ByteReader): Header {
  const version = reader.number(1);
  if (version === 1) expect(reader.number(1) === customerData, "its type is unknown");
  const id = reader.number(2);
  const suite = suiteOf(version, id);
  if (!suite) throw new EncryptedMessageError(`its suite ${id.toString(16)} is not accepted`);
  const messageId = reader.bytes(version === 1 ? 16 : 32);
  const context = readContext(reader);
  const keys = Array.from({ length: reader.number(2) }, () => readKey(reader));
  expect(reader.number(1) === framed, "its content is not in frames");
  if (version === 1) {
    expect(reader.number(4) === 0 && reader.number(1) === ivLength, "its header is not valid");
  }
  const frameLength = reader.number(4);
  const commitment = version === 2 ? reader.bytes(32) : undefined;
  const bytes = reader.past;
  const iv = version === 1 ? reader.bytes(ivLength) : Buffer.alloc(ivLength);
  const tag = reader.bytes(tagLength);
  return { suite, messageId, context, keys, frameLength, commitment, bytes, iv, tag };
}

function readContext(reader: ByteReader): Header["context"] {
  const length = reader.number(2);
  if (length === 0) return {};
  const before = reader.past.length;
  const pairs = Array.from({ length: reader.number(2) }, () => [reader.text(), reader.text()]);
  expect(reader.past.length - before === length, "its context is not valid");
  const context = Object.fromEntries(pairs) as Header["context"];
  expect(Object.keys(context).length === pairs.length, "its context names something twice");
  return context;
}

const readKey = (reader: ByteReader): EncryptedKey => ({
  provider: reader.text(),
  info: reader.text(),
  ciphertext: reader.sized(),
});

function expect(holds: boolean, problem: string): void {
  if (!holds) throw new EncryptedMessageError(problem);
}
