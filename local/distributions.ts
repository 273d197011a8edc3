import type { AwsEndpoint } from "./aws/endpoint.ts";
import { type Distributions, readDistributions, startDistributions } from "./edge/index.ts";
import type { Logs } from "./process/logs.ts";
import type { LoadedStacks } from "./sources/source.ts";

interface DistributionsStart {
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  /** Factor that TTLs are divided by. */
  readonly speed: number | undefined;
  /** Folder for the functions' code. */
  readonly folder: string;
  readonly logs: Logs;
  /** True if distributions with parts that can't be served are left out; otherwise they are an error. */
  readonly leavesOut: boolean;
  readonly announce: (message: string) => void;
}

/**
 * Starts CloudFront, if stacks have distributions.
 *
 * @throws DistributionError when a distribution has parts that can't be served
 */
export async function distributionsOf(
  { regions, edges }: LoadedStacks,
  { endpoints, speed, folder, logs, leavesOut, announce }: DistributionsStart,
): Promise<Distributions | undefined> {
  const models = readDistributions([...regions, ...edges], (error) => {
    if (!leavesOut) throw error;
    announce(`Not served: ${error.message}`);
  });
  if (models.length === 0) return undefined;
  const distributions = await startDistributions({
    models,
    s3Of: (region) => endpoints.get(region)!.s3(),
    speed,
    files: { folder, logFileOf: (name) => logs.fileOf(`edge/${name}`) },
    announce,
  });
  announce("Started the distributions");
  return distributions;
}
