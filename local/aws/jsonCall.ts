import { request } from "node:http";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../project/sha256.ts";
import { type AwsEndpoint, EndpointError } from "./endpoint.ts";

/** A service that takes and returns JSON. */
interface JsonService {
  /** Name in signatures. */
  readonly name: string;
  /** Begins the names of its operations, such as `TrentService`. */
  readonly prefix: string;
}

/**
 * Calls an operation with the account's credentials, without an SDK client.
 *
 * @throws EndpointError with the service's response
 */
export async function callJson(
  aws: AwsEndpoint,
  { name: service, prefix }: JsonService,
  operation: string,
  input: object,
): Promise<unknown> {
  const { hostname, port } = new URL(aws.url);
  const credentials = await aws.sts.config.credentials();
  const signer = new SignatureV4({
    ...{ service, region: aws.region, credentials, sha256: Sha256 },
  });
  const body = JSON.stringify(input);
  const { headers } = await signer.sign({
    ...{ protocol: "http:", hostname, method: "POST", path: "/", body },
    headers: {
      host: `${hostname}:${port}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${prefix}.${operation}`,
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
    throw new EndpointError(`${service}:${operation} responded with ${status}: ${response}`);
  return JSON.parse(response);
}
