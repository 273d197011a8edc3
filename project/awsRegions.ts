import leven from "leven";

/** An AWS region of the partition `aws`, the only one whose ARNs the program writes. */
export interface AwsRegion {
  /** Latitude and longitude, in degrees. */
  readonly place: readonly [number, number];
  /** Whether an account must enable it first: all regions since 20 March 2019. */
  readonly optIn?: true;
  /** Letters of its availability zones, over all accounts. @default "abc" */
  readonly zones?: string;
}

/**
 * AWS's regions by name.
 *
 * Sources: AWS Regions and Availability Zones, "AWS Regions"; AWS Account Management, "Enable or
 * disable AWS Regions in your account". Zones: AWS Regions and Availability Zones, "AWS Availability Zones",
 * which says that each region has at least three. An account may lack one of a region's letters.
 */
export const awsRegions: Readonly<Record<string, AwsRegion>> = {
  "af-south-1": { place: [-33.9, 18.4], optIn: true },
  "ap-east-1": { place: [22.3, 114.2], optIn: true },
  "ap-east-2": { place: [25.0, 121.6], optIn: true },
  "ap-northeast-1": { place: [35.7, 139.7], zones: "abcd" },
  "ap-northeast-2": { place: [37.6, 127.0], zones: "abcd" },
  "ap-northeast-3": { place: [34.7, 135.5] },
  "ap-south-1": { place: [19.1, 72.9] },
  "ap-south-2": { place: [17.4, 78.5], optIn: true },
  "ap-southeast-1": { place: [1.4, 103.8] },
  "ap-southeast-2": { place: [-33.9, 151.2] },
  "ap-southeast-3": { place: [-6.2, 106.8], optIn: true },
  "ap-southeast-4": { place: [-37.8, 145.0], optIn: true },
  "ap-southeast-5": { place: [3.1, 101.7], optIn: true },
  "ap-southeast-6": { place: [-36.8, 174.8], optIn: true },
  "ap-southeast-7": { place: [13.8, 100.5], optIn: true },
  "ca-central-1": { place: [45.5, -73.6], zones: "abcd" },
  "ca-west-1": { place: [51.0, -114.1], optIn: true },
  "eu-central-1": { place: [50.1, 8.7] },
  "eu-central-2": { place: [47.4, 8.5], optIn: true },
  "eu-north-1": { place: [59.3, 18.1] },
  "eu-south-1": { place: [45.5, 9.2], optIn: true },
  "eu-south-2": { place: [41.6, -0.9], optIn: true },
  "eu-west-1": { place: [53.3, -6.3] },
  "eu-west-2": { place: [51.5, -0.1] },
  "eu-west-3": { place: [48.9, 2.4] },
  "il-central-1": { place: [32.1, 34.8], optIn: true },
  "me-central-1": { place: [24.5, 54.4], optIn: true },
  "me-south-1": { place: [26.1, 50.6], optIn: true },
  "mx-central-1": { place: [20.6, -100.4], optIn: true },
  "sa-east-1": { place: [-23.6, -46.6] },
  "us-east-1": { place: [38.9, -77.5], zones: "abcdef" },
  "us-east-2": { place: [40.0, -83.0] },
  "us-west-1": { place: [37.4, -122.0] },
  "us-west-2": { place: [45.8, -119.7], zones: "abcd" },
};

export const isAwsRegion = (name: string): boolean => Object.hasOwn(awsRegions, name);

/** Names of a region's availability zones, over all accounts. */
export const zonesOfRegion = (region: string): string[] =>
  [...(awsRegions[region]?.zones ?? "abc")].map((letter) => region + letter);

/** Advice for a region that AWS does not have: the most similar one, and how a new one is added. */
export function regionAdvice(name: string): string {
  const known = Object.keys(awsRegions);
  const [similar = ""] = known.toSorted((a, b) => leven(a, name) - leven(b, name));
  const guess = leven(similar, name) <= 3 ? `Did you mean "${similar}"? ` : "";
  return `${guess}A region that AWS has opened since belongs in project/awsRegions.ts.`;
}
