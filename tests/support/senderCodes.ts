import { decryptCode } from "../../functions/triggers/encryptedCode/decryptCode.ts";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { callKms } from "../../local/aws/keys.ts";

/** The code in the event of a custom sender, decrypted with the key of the endpoint's region. */
export const decryptedCode = (aws: AwsEndpoint, keyArn: string, code: string): Promise<string> =>
  decryptCode(code, keyArn, async (ciphertext, EncryptionContext) => {
    const { Plaintext } = (await callKms(aws, "Decrypt", {
      KeyId: keyArn,
      CiphertextBlob: ciphertext.toString("base64"),
      EncryptionContext,
    })) as { Plaintext: string };
    return Buffer.from(Plaintext, "base64");
  });
