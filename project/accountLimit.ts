/** A token bucket's rate and size. */
interface AccountLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

const smallerRegions: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "mx-central-1",
]);

/**
 * API Gateway's default limit for an account in a region, over all its APIs there.
 * (API Gateway Developer Guide, "Amazon API Gateway quotas")
 */
export const accountLimit = (region: string): AccountLimit =>
  smallerRegions.has(region)
    ? { ratePerSecond: 2500, burst: 1250 }
    : { ratePerSecond: 10_000, burst: 5000 };
