import { createPublicKey, ECDH, type KeyObject, verify } from "node:crypto";
import { EncryptedMessageError } from "./byteReader.ts";

/**
 * Checks the signature at the end of a message.
 *
 * Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference", "Footer structure".
 *
 * @param signed - the header and the content, as they are in the message
 * @param publicKey - from the encryption context: a compressed point of P-384 in base64
 * @throws EncryptedMessageError if it is of another key or message
 */
export function checkSignature(signed: Buffer, signature: Buffer, publicKey = ""): void {
  let isSigned = false;
  try {
    isSigned = verify("sha384", signed, keyOf(publicKey), signature);
  } catch {
    // A key or a signature in another format.
  }
  if (!isSigned) throw new EncryptedMessageError("its signature is wrong");
}

function keyOf(compressed: string): KeyObject {
  const point = ECDH.convertKey(compressed, "secp384r1", "base64", "hex", "uncompressed") as string;
  // A mark of the format, and two coordinates of 48 bytes.
  const [x, y] = [point.slice(2, 98), point.slice(98)].map((each) =>
    Buffer.from(each, "hex").toString("base64url"),
  );
  return createPublicKey({ key: { kty: "EC", crv: "P-384", x: x!, y: y! }, format: "jwk" });
}
