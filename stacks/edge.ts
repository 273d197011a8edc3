import * as pulumi from "@pulumi/pulumi";
import { Distribution, type DistributionArgs, type SiteRelease } from "../components/edge/index.ts";
import { GlobalDashboard } from "../components/observability/index.ts";
import { globalBoardOf } from "../components/region/index.ts";
import { requireValidConfig } from "./config.ts";
import { readEdgeSecret } from "./home.ts";
import { defined } from "./outputs.ts";
import { platform } from "./platform.ts";
import { regionsOf } from "./regions.ts";

/** The settings of an edge's stack file, `stacks/Pulumi.<environment>-edge.yaml`. */
export interface EdgeConfig extends Pick<
  DistributionArgs,
  "domainName" | "aliases" | "hostedZoneId" | "originDomain" | "originRegions" | "production"
> {
  readonly environment: string;
  readonly homeRegion: string;
}

/** Reads the stack's config; `Pulumi.yaml` has the descriptions and defaults. */
export function readEdgeConfig(): EdgeConfig {
  requireValidConfig();
  const config = new pulumi.Config();
  return {
    environment: config.require("environment"),
    homeRegion: config.require("homeRegion"),
    domainName: config.require("domainName"),
    aliases: config.requireObject("aliases"),
    hostedZoneId: config.require("hostedZone"),
    originDomain: config.require("originDomain"),
    originRegions: config.requireObject("originRegions"),
    production: config.requireBoolean("production"),
  };
}

/** The program of an edge's stack: the distribution in front of all regions of an environment. */
export async function edge({ environment, homeRegion, ...args }: EdgeConfig) {
  const settings = platform.edge ?? {};
  const distribution = new Distribution(`${environment}-edge`, {
    ...args,
    api: platform.api,
    edge: settings,
    logs: platform.observability?.logs,
    originSecret: await readEdgeSecret(environment, homeRegion),
    formerSite: settings.site && (await readFormerSite()),
  });
  await createDashboard(environment, distribution);
  return defined({
    url: distribution.url,
    distributionId: distribution.distributionId,
    distributionDomain: distribution.distributionDomain,
    site: distribution.siteRelease,
  });
}

/** The dashboard over all regions, if the platform has dashboards. */
async function createDashboard(environment: string, distribution: Distribution): Promise<void> {
  if (!platform.observability?.dashboards) return;
  const account = distribution.distributionArn.apply((arn) => arn.split(":")[4]!);
  const regions = await regionsOf(environment);
  if (regions.length === 0) return;
  const board = globalBoardOf(environment, platform, regions, account);
  new GlobalDashboard(environment, { ...board, distributionId: distribution.distributionId });
}

/** The site that this stack deployed last. `undefined` before the first deployment. */
async function readFormerSite(): Promise<SiteRelease | undefined> {
  const path = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const self = new pulumi.StackReference(path);
  return (await self.getOutputValue("site")) as SiteRelease | undefined;
}
