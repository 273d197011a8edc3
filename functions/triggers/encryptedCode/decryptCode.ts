import { ByteReader, EncryptedMessageError } from "./byteReader.ts";
import { contentKey } from "./contentKey.ts";
import { checkHeader, readContent } from "./content.ts";
import { type Header, readHeader } from "./header.ts";
import { checkSignature } from "./signature.ts";

/** Has KMS decrypt a data key with the platform's key and the given encryption context. */
export type DecryptKey = (ciphertext: Buffer, context: Header["context"]) => Promise<Buffer>;

/** A code is a few bytes; with its header a message has less than 1,000. */
const maxLength = 16_384;

/**
 * Decrypts the code or temporary password that Cognito hands to a custom sender: a message of the AWS Encryption SDK
 * in base64. AWS's library for it makes a function of more than 1 MB, so this reads the format by itself: framed
 * content of AES-256 with a derived key. Everything is authenticated before anything is returned.
 *
 * Source: Cognito Developer Guide, "Custom sender Lambda triggers"; AWS Encryption SDK Developer Guide, "AWS Encryption
 * SDK message format reference".
 *
 * @param keyArn - ARN of the only key in KMS that is accepted
 * @throws EncryptedMessageError if the message is not valid, was changed, or is of another key
 */
export async function decryptCode(
  code: string,
  keyArn: string,
  decryptKey: DecryptKey,
): Promise<string> {
  const message = Buffer.from(code, "base64");
  if (message.length > maxLength) throw new EncryptedMessageError("it is too long");
  const reader = new ByteReader(message);
  const header = readHeader(reader);
  const own = header.keys.find(({ provider, info }) => provider === "aws-kms" && info === keyArn);
  if (!own) throw new EncryptedMessageError("it is for another key");
  const key = contentKey(header, await decryptKey(own.ciphertext, header.context));
  checkHeader(header, key);
  const content = readContent(reader, header, key);
  if (header.suite.isSigned) {
    const signed = reader.past;
    checkSignature(signed, reader.sized(), header.context["aws-crypto-public-key"]);
  }
  if (!reader.isAtEnd) throw new EncryptedMessageError("something follows its end");
  return content.toString();
}
