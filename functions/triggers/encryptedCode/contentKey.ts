import { hkdfSync, timingSafeEqual } from "node:crypto";
import { EncryptedMessageError } from "./byteReader.ts";
import type { Header } from "./header.ts";

const keyLength = 32;

/**
 * Derives the content's key from the data key that KMS returned.
 *
 * Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK algorithms reference", "Key derivation algorithm".
 *
 * @throws EncryptedMessageError if the message was made with another data key
 */
export function contentKey({ suite, messageId, commitment }: Header, dataKey: Buffer): Buffer {
  if (dataKey.length !== keyLength) throw new EncryptedMessageError("its key is too short");
  const id = Buffer.alloc(2);
  id.writeUInt16BE(suite.id);
  const derived = (salt: Buffer, ...info: Buffer[]) =>
    Buffer.from(hkdfSync(suite.hash, dataKey, salt, Buffer.concat(info), keyLength));
  if (!commitment) return derived(Buffer.alloc(0), id, messageId);
  const committed = derived(messageId, Buffer.from("COMMITKEY"));
  if (!timingSafeEqual(committed, commitment)) {
    throw new EncryptedMessageError("it does not commit to its key");
  }
  return derived(messageId, id, Buffer.from("DERIVEKEY"));
}
