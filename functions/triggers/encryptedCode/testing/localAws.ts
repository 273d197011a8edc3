import type { IncomingHttpHeaders } from "node:http";
import { json } from "node:stream/consumers";
import { startHttpService } from "../../../testing/service.ts";
import { type LocalKey, keyArn } from "./localKey.ts";

/** A call other than KMS's. */
interface Call {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly input: unknown;
}

interface DecryptInput {
  readonly KeyId: string;
  readonly CiphertextBlob: string;
  readonly EncryptionContext: Record<string, string>;
}

/**
 * KMS with one key, and services that take every call with `status`.
 *
 * @returns Lambda's variables for clients of them, and the calls
 */
export async function startLocalAws(key: LocalKey, status = 200) {
  const calls: Call[] = [];
  const { url } = await startHttpService(async (request, response) => {
    const { url: path, headers } = request;
    const input = await json(request);
    if (headers["x-amz-target"] !== "TrentService.Decrypt") {
      calls.push({ path, headers, input });
      response.writeHead(status).end("{}");
      return;
    }
    const { KeyId, CiphertextBlob, EncryptionContext } = input as DecryptInput;
    const decrypted = await key
      .decryptKey(Buffer.from(CiphertextBlob, "base64"), EncryptionContext)
      .catch(() => undefined);
    if (!decrypted || KeyId !== keyArn) {
      response.writeHead(400).end(JSON.stringify({ __type: "InvalidCiphertextException" }));
      return;
    }
    response.end(JSON.stringify({ KeyId, Plaintext: decrypted.toString("base64") }));
  });
  const variables = {
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL: url.origin,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  return { variables, calls };
}
