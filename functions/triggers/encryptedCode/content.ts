import { createDecipheriv } from "node:crypto";
import { type ByteReader, EncryptedMessageError } from "./byteReader.ts";
import { type Header, ivLength, tagLength } from "./header.ts";

const endMark = 0xffffffff;

/** @throws EncryptedMessageError if the header was changed, or belongs to another key */
export function checkHeader({ bytes, iv, tag }: Header, key: Buffer): void {
  open(key, iv, bytes, Buffer.alloc(0), tag);
}

/**
 * Reads and decrypts the frames of a message.
 *
 * Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference", "Framed data", and
 * "Body additional authenticated data (AAD) reference".
 *
 * @throws EncryptedMessageError if a frame was changed, moved or left out
 */
export function readContent(reader: ByteReader, header: Header, key: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let sequence = 1; ; sequence += 1) {
    const first = reader.number(4);
    const isLast = first === endMark;
    const number = isLast ? reader.number(4) : first;
    if (number !== sequence) throw new EncryptedMessageError("its frames are out of order");
    const iv = reader.bytes(ivLength);
    const length = isLast ? reader.number(4) : header.frameLength;
    if (length > header.frameLength) throw new EncryptedMessageError("its last frame is too long");
    const frame = reader.bytes(length);
    const context = frameContext(header.messageId, isLast, sequence, length);
    frames.push(open(key, iv, context, frame, reader.bytes(tagLength)));
    if (isLast) return Buffer.concat(frames);
  }
}

function frameContext(messageId: Buffer, isLast: boolean, sequence: number, length: number) {
  const kind = `AWSKMSEncryptionClient ${isLast ? "Final Frame" : "Frame"}`;
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(sequence);
  numbers.writeBigUInt64BE(BigInt(length), 4);
  return Buffer.concat([messageId, Buffer.from(kind), numbers]);
}

function open(key: Buffer, iv: Buffer, context: Buffer, ciphertext: Buffer, tag: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagLength });
  decipher.setAAD(context).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new EncryptedMessageError("it was changed");
  }
}
