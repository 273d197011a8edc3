/** A region's settings that limit it. */
export interface RegionSettings {
  readonly name: string;
  readonly zones: number;
  /** NAT gateways, each with one address. */
  readonly natGateways: number;
  /** Tasks of the busiest service. */
  readonly tasks: number;
  /** Calls per second that the stack's own throttle allows. */
  readonly throttleRatePerSecond: number;
}

/** A load on the platform, with the assumptions that turn it into use of quotas. */
export interface Load {
  /** Requests per second of all regions together. */
  readonly rps: number;
  readonly regions: readonly RegionSettings[];
  /** Whether the regions must carry the load without one of them. */
  readonly failover: boolean;
  /** Whether there is a domain, and so health checks. */
  readonly domain: boolean;
  /** Whether CloudFront is in front. */
  readonly edge: boolean;
  /** Time that a request occupies the proxy function. */
  readonly latencyMs: number;
  /** Share of requests that write to a table, 0 to 1; the others read. */
  readonly writeShare: number;
  /** Requests that a client makes per sign-in or refresh. */
  readonly requestsPerSignIn: number;
  /** Requests per second that one task serves. */
  readonly rpsPerTask: number;
}

/** Requests per second in each region while all are well. */
export const usualRps = ({ rps, regions }: Load): number => rps / regions.length;

/** Requests per second that a region must be able to carry. */
export const regionRps = ({ rps, regions, failover }: Load): number =>
  rps / (regions.length - (failover ? 1 : 0));

/**
 * Environments of the proxy function that serve some requests per second. An environment serves at
 * most ten per second, however fast it is. Source: AWS Lambda Developer Guide, "Understanding Lambda
 * function scaling".
 */
export const environmentsFor = ({ latencyMs }: Load, rps: number): number =>
  rps * (Math.max(latencyMs, 100) / 1_000);

export const tasksFor = ({ rpsPerTask }: Load, rps: number): number => rps / rpsPerTask;

/** vCPU of a task: the default of `services` in `stacks/platform.ts`. */
export const vcpuPerTask = 0.25;
