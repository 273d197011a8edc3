import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "./sha256.ts";

/** AWS does not list a region's zones. */
export class ZonesError extends Error {
  override readonly name = "ZonesError";
  /** AWS's error code, such as `AuthFailure`. `undefined` if there was no such response. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** The EC2 API of a region. */
export interface Ec2Endpoint {
  readonly url: string;
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  }>;
}

/** AWS's endpoint, with the user's own credentials, as every AWS SDK finds them. */
const awsEndpoint = (region: string): Ec2Endpoint => ({
  url: process.env["AWS_ENDPOINT_URL_EC2"] ?? `https://ec2.${region}.amazonaws.com`,
  credentials: () => new STSClient({ region }).config.credentials(),
});

/**
 * Asks AWS for a region's availability zones: no Local Zones, and none that the account would have
 * to enable. EC2's client would add 28 MB for this one call.
 *
 * @returns their names, sorted
 * @throws ZonesError when AWS does not respond with zones
 */
export async function zonesOf(region: string, ec2 = awsEndpoint(region)): Promise<string[]> {
  try {
    const response = await describeZones(region, ec2);
    const zones = Array.from(response.matchAll(/<zoneName>([^<]*)/g), ([, zone]) => zone!);
    if (zones.length > 0) return zones.sort();
    throw new ZonesError("its response has none");
  } catch (error) {
    throw new ZonesError(
      `AWS does not list the zones of ${region} (${(error as Error).message}).`,
      error instanceof ZonesError ? error.code : undefined,
    );
  }
}

/** Source: Amazon EC2 API Reference, "DescribeAvailabilityZones". */
const query = {
  Action: "DescribeAvailabilityZones",
  Version: "2016-11-15",
  "Filter.1.Name": "zone-type",
  "Filter.1.Value.1": "availability-zone",
  "Filter.2.Name": "opt-in-status",
  "Filter.2.Value.1": "opt-in-not-required",
  "Filter.3.Name": "state",
  "Filter.3.Value.1": "available",
};

async function describeZones(region: string, { url, credentials }: Ec2Endpoint): Promise<string> {
  const { hostname, host, protocol } = new URL(url);
  const body = new URLSearchParams(query).toString();
  const signer = new SignatureV4({
    service: "ec2",
    region,
    credentials: await credentials(),
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    ...{ protocol, hostname, path: "/", method: "POST", body },
    headers: { host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  });
  const response = await fetch(url, {
    method: "POST",
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new ZonesError(
    /<Message>([^<]*)/.exec(text)?.[1] ?? `EC2 returns ${response.status}`,
    /<Code>([^<]*)/.exec(text)?.[1],
  );
}

const timeoutMs = 15_000;
