import { createPublicKey, type KeyObject } from "node:crypto";
import type { AwsEndpoint } from "./endpoint.ts";
import { callJson } from "./jsonCall.ts";

/** Creates a key for signatures at an AWS endpoint. @returns its id and ARN */
export async function createSigningKey(
  aws: AwsEndpoint,
  keySpec: string,
): Promise<{ keyId: string; arn: string }> {
  const { KeyMetadata } = (await callKms(aws, "CreateKey", {
    KeySpec: keySpec,
    KeyUsage: "SIGN_VERIFY",
  })) as { KeyMetadata: { KeyId: string; Arn: string } };
  return { keyId: KeyMetadata.KeyId, arn: KeyMetadata.Arn };
}

/** The public key of a key for signatures. */
export async function publicKeyOf(aws: AwsEndpoint, keyId: string): Promise<KeyObject> {
  const response = await callKms(aws, "GetPublicKey", { KeyId: keyId });
  const key = Buffer.from((response as { PublicKey: string }).PublicKey, "base64");
  return createPublicKey({ key, type: "spki", format: "der" });
}

/** Marks a key for deletion, after the shortest time that KMS allows. */
export const deleteSigningKey = (aws: AwsEndpoint, keyId: string): Promise<unknown> =>
  callKms(aws, "ScheduleKeyDeletion", { KeyId: keyId, PendingWindowInDays: 7 });

/** Calls an operation of KMS, with the account's credentials. */
export const callKms = (aws: AwsEndpoint, operation: string, input: object): Promise<unknown> =>
  callJson(aws, { name: "kms", prefix: "TrentService" }, operation, input);
