import { randomBytes } from "node:crypto";
import { buildEncrypt } from "@aws-crypto/encrypt-node";
import {
  type AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  EncryptedDataKey,
  KeyringNode,
  KeyringTraceFlag,
  type NodeDecryptionMaterial,
  type NodeEncryptionMaterial,
} from "@aws-crypto/material-management-node";
import type { DecryptKey } from "../decryptCode.ts";

export const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A key of KMS that is kept in memory, for AWS's own client and for ours. */
export class LocalKey {
  readonly #keys = new Map<string, { key: Buffer; context: string }>();

  /** Encrypts as Cognito does, with AWS's own client. */
  async encrypt(
    text: string,
    { suite, frameLength, ...options }: LocalKeyOptions = {},
  ): Promise<Buffer> {
    const policy =
      (suite ?? 0x0378) >= 0x0400
        ? CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT
        : CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT;
    const { encrypt } = buildEncrypt(policy);
    const { result } = await encrypt(this.#keyring(options.arn ?? keyArn), text, {
      ...(suite && { suiteId: suite as AlgorithmSuiteIdentifier }),
      ...(frameLength && { frameLength }),
      encryptionContext: options.context ?? { "userpool-id": "us-east-1_Pool" },
    });
    return result;
  }

  /** KMS decrypts only with the context that the key was encrypted with. */
  readonly decryptKey: DecryptKey = async (ciphertext, context) => {
    const known = this.#keys.get(ciphertext.toString("hex"));
    if (known?.context !== sorted(context)) throw new Error("InvalidCiphertextException");
    return known.key;
  };

  #keyring(arn: string): KeyringNode {
    const keys = this.#keys;
    return new (class extends KeyringNode {
      async _onEncrypt(material: NodeEncryptionMaterial) {
        const key = randomBytes(material.suite.keyLengthBytes);
        const flags = KeyringTraceFlag.WRAPPING_KEY_GENERATED_DATA_KEY;
        const trace = { keyNamespace: "aws-kms", keyName: arn, flags };
        material.setUnencryptedDataKey(new Uint8Array(key), trace);
        const encryptedDataKey = randomBytes(184);
        keys.set(encryptedDataKey.toString("hex"), {
          key,
          context: sorted(material.encryptionContext),
        });
        return material.addEncryptedDataKey(
          new EncryptedDataKey({ providerId: "aws-kms", providerInfo: arn, encryptedDataKey }),
          KeyringTraceFlag.WRAPPING_KEY_ENCRYPTED_DATA_KEY,
        );
      }

      async _onDecrypt(material: NodeDecryptionMaterial) {
        return material;
      }
    })();
  }
}

interface LocalKeyOptions {
  /** @default 0x0378, the client's default before key commitment */
  readonly suite?: number;
  readonly frameLength?: number;
  readonly context?: Record<string, string>;
  readonly arn?: string;
}

const sorted = (context: object): string =>
  JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1)));
