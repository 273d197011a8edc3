import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../project/sha256.ts";
import type { PlatformState } from "../stateFile.ts";
import { TokenError, unknown } from "./tokenError.ts";

/** A call as it is sent. */
interface CallToSign {
  /** At the region's own address, `regions.<name>.api`: a signature is for one region. */
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/**
 * Signs a call by AWS's rules (SigV4) for the service execute-api, with the root key of the account on this machine: for
 * routes with `auth: "iam"`.
 *
 * @param region - whose API is called
 * @returns all headers to send
 * @throws TokenError for an unknown region, and for one whose AWS endpoint is the user's own and so has no such key
 */
export async function signCall(
  { url, method, headers = {}, body }: CallToSign,
  region: string,
  { regions }: Pick<PlatformState, "regions">,
): Promise<Record<string, string>> {
  const state = regions[region];
  if (!state) throw unknown("region", region, Object.keys(regions));
  if (!state.accessKey) {
    throw new TokenError(
      `The AWS endpoint of ${region} is your own, so the platform has no key of its account. Sign the call with the AWS SDK.`,
    );
  }
  const { protocol, hostname, host, search } = new URL(url);
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) (query[name] ??= []).push(value);
  // Not the URL's path, which resolves dot segments.
  const path = url.slice(url.indexOf(host) + host.length).replace(/[?#].*$/s, "") || "/";
  const signer = new SignatureV4({
    ...{ service: "execute-api", region, credentials: state.accessKey, sha256: Sha256 },
  });
  const signed = await signer.sign({
    ...{ protocol, hostname, method, path, query, body },
    headers: { ...headers, host },
  });
  return signed.headers;
}
