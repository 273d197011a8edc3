import { createPublicKey, type KeyObject } from "node:crypto";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../project/sha256.ts";
import { type AwsEndpoint, EndpointError } from "./endpoint.ts";

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
export async function callKms(
  aws: AwsEndpoint,
  operation: string,
  input: object,
): Promise<unknown> {
  const { hostname, port } = new URL(aws.url);
  const credentials = await aws.sts.config.credentials();
  const signer = new SignatureV4({
    ...{ service: "kms", region: aws.region, credentials, sha256: Sha256 },
  });
  const body = JSON.stringify(input);
  const { headers } = await signer.sign({
    ...{ protocol: "http:", hostname, method: "POST", path: "/", body },
    headers: {
      host: `${hostname}:${port}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
    },
  });
  const [status, response] = await new Promise<[number | undefined, string]>((resolve, reject) => {
    request({ hostname, port, method: "POST", path: "/", headers }, (incoming) => {
      text(incoming).then((received) => resolve([incoming.statusCode, received]), reject);
    })
      .once("error", reject)
      .end(body);
  });
  if (status !== 200)
    throw new EndpointError(`kms:${operation} responded with ${status}: ${response}`);
  return JSON.parse(response);
}
