import { callAws } from "../../shared/awsCall.ts";

/** The key and the credentials of a request to KMS. */
export interface KmsKey {
  readonly keyArn: string;
  /** Lambda's variables: the role's credentials or where to get them and, on one machine, KMS's address. */
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * Signs with a P-256 key of KMS. Without AWS's SDK, which takes 50 ms to load.
 *
 * @param message - at most 4,096 bytes
 * @param timeoutMs - until the request is given up
 * @returns the signature as DER
 * @throws Error when KMS does not sign in time. Its message has no secret.
 */
export async function signWithKms(
  message: string,
  { keyArn, variables }: KmsKey,
  timeoutMs: number,
): Promise<Buffer> {
  const call = {
    service: "kms",
    variable: "KMS",
    region: keyArn.split(":")[3]!,
    target: "TrentService.Sign",
    input: {
      KeyId: keyArn,
      Message: Buffer.from(message).toString("base64"),
      MessageType: "RAW",
      SigningAlgorithm: "ECDSA_SHA_256",
    },
  };
  const { status, output } = await callAws(call, variables, timeoutMs);
  const { Signature: signature, __type: error = "" } = output;
  if (typeof signature !== "string")
    throw new Error(`KMS responded with ${status} ${String(error)}`);
  return Buffer.from(signature, "base64");
}
