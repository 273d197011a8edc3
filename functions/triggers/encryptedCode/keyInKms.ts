import type { AwsClient } from "../../shared/awsClient.ts";
import type { DecryptKey } from "./decryptCode.ts";

/**
 * Decrypts data keys with a key in KMS.
 *
 * @param kms - KMS in the key's region
 * @param keyArn - KMS refuses what another key has encrypted
 */
export const keyInKms =
  (kms: AwsClient, keyArn: string): DecryptKey =>
  async (ciphertext, context) => {
    const { Plaintext: key } = await kms("Decrypt", {
      KeyId: keyArn,
      CiphertextBlob: ciphertext.toString("base64"),
      EncryptionContext: context,
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    });
    return Buffer.from(String(key), "base64");
  };
