import * as pulumi from "@pulumi/pulumi";
import { createArchiveStream } from "./archiveStream.ts";
import { archiveBucket } from "./bucket.ts";
import * as defaults from "./defaults.ts";
import { createDomain, type SearchNetwork } from "./domain.ts";
import type { SearchOptions } from "./options.ts";
import { createSearchStream, writerRole } from "./searchStream.ts";
import { setUpDomain } from "./setup.ts";
import { type SearchedGroup, subscribe } from "./subscriptions.ts";

export interface LogSearchArgs {
  readonly environment: string;
  readonly region: string;
  /** The region that has the domain. @default this one */
  readonly homeRegion?: pulumi.Input<string> | undefined;
  readonly network: SearchNetwork;
  /** The region's log groups. */
  readonly groups: readonly SearchedGroup[];
  readonly production: boolean;
  readonly options: SearchOptions;
}

/**
 * A region's part of the search over all logs: an archive of its lines in S3, and a function that puts each line into the
 * domain of the home region, which exists only there.
 *
 * Creates a bucket, a Firehose stream with its function, and a subscription for each log group; at home also an OpenSearch
 * domain with its password, a function that sets it up, and a Firehose stream to it. At rest it costs about 27 USD a month
 * at home with the smallest domain, and nothing elsewhere.
 */
export class LogSearch extends pulumi.ComponentResource {
  /** Address of Dashboards, inside the VPC. `undefined` outside the home region. */
  readonly dashboards: pulumi.Output<string> | undefined;

  constructor(name: string, args: LogSearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:observability:LogSearch", name, {}, opts);
    const child = { parent: this };
    const sizes = { ...defaults.sizes, ...args.options };
    const { environment, region, homeRegion = region, network, groups, production } = args;

    const bucket = archiveBucket(`${name}-archive`, { days: sizes.archiveDays, production }, child);
    if (args.homeRegion === undefined) {
      const search = createDomain(name, { ...network, region, sizes }, child);
      const writer = writerRole(name, { search, bucket }, child);
      const writers = [writer.role.arn];
      const setup = setUpDomain(name, { ...network, search, sizes, writers }, child);
      createSearchStream(name, { ...network, search, bucket }, writer, setup, child);
      this.dashboards = pulumi.interpolate`https://${search.domain.dashboardEndpoint}`;
    }
    const stream = createArchiveStream(name, { environment, homeRegion, bucket, network }, child);
    subscribe(name, groups, stream, child);

    this.registerOutputs({ dashboards: this.dashboards });
  }
}
