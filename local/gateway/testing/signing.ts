import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../../project/sha256.ts";
import type { FindSigner, Signer } from "../exchange/callers.ts";

/** A user's key for tests. */
export const userKey = { accessKeyId: "AKIATESTUSER", secretAccessKey: "test-secret" };

export const user: Signer = {
  secretAccessKey: userKey.secretAccessKey,
  sessionToken: undefined,
  expired: false,
  decision: "allow",
  caller: {
    accessKey: userKey.accessKeyId,
    accountId: "123456789012",
    caller: "AIDATESTUSER",
    user: "AIDATESTUSER",
    userArn: "arn:aws:iam::123456789012:user/tester",
  },
};

/** Finds only this user, with the given changes. */
export const findOnly =
  (signer: Partial<Signer> = {}): FindSigner =>
  ({ accessKeyId }) =>
    Promise.resolve(accessKeyId === userKey.accessKeyId ? { ...user, ...signer } : undefined);

export interface Signing {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly region?: string;
  readonly service?: string;
  readonly signingDate?: Date;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const request = (port: number, url: string, { method = "GET", body, headers }: Signing) => {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const query: Record<string, string[]> = {};
  for (const [name, value] of searchParams) (query[name] ??= []).push(value);
  return {
    protocol: "http:",
    hostname: "127.0.0.1",
    method,
    path: pathname,
    query,
    headers: { host: `127.0.0.1:${port}`, ...headers },
    body,
  };
};

const signer = ({ region, service, credentials = userKey }: Signing) =>
  new SignatureV4({
    service: service ?? "execute-api",
    region: region ?? "eu-west-1",
    credentials,
    sha256: Sha256,
    applyChecksum: true,
  });

/** The headers that AWS's SDK would send, as alternating names and values. */
export async function signedHeaders(
  port: number,
  url: string,
  signing: Signing = {},
): Promise<string[]> {
  const { signingDate = new Date() } = signing;
  const signed = await signer(signing).sign(request(port, url, signing), { signingDate });
  return Object.entries(signed.headers).flat();
}

/** The path and query string of a presigned URL. */
export async function presigned(
  port: number,
  url: string,
  signing: Signing & { expiresIn?: number } = {},
): Promise<string> {
  const { signingDate = new Date(), expiresIn = 60 } = signing;
  const signed = await signer(signing).presign(request(port, url, signing), {
    signingDate,
    expiresIn,
  });
  const query = Object.entries(signed.query ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value!)}`),
  );
  return `${signed.path}?${query.join("&")}`;
}
