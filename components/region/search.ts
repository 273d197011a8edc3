import * as pulumi from "@pulumi/pulumi";
import type { PrivateNetwork } from "../network/index.ts";
import { LogSearch, type LogSettings } from "../observability/index.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { egressOf } from "./services.ts";

/** Creates the region's part of the search over all logs, if the platform has one. To be called after all that logs. */
export function createSearch(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  { searched }: LogSettings,
  opts: pulumi.ComponentResourceOptions,
): LogSearch | undefined {
  const { region, home, production, definition } = args;
  const { search } = definition.observability?.logs ?? {};
  if (search === undefined) return undefined;
  const { vpcId, privateSubnetIds: subnetIds } = network;
  return new LogSearch(
    `${name}-search`,
    {
      environment: name,
      // Its functions have logs of their own, which are not searched: they would feed themselves.
      groups: [...searched],
      region,
      homeRegion: home && regionOf(home.userPoolArn),
      network: { vpcId, subnetIds, egress: egressOf(args, network, opts) },
      production,
      options: search === "opensearch" ? {} : search,
    },
    opts,
  );
}

const regionOf = (arn: pulumi.Input<string>) =>
  pulumi.output(arn).apply((known) => known.split(":")[3]!);
