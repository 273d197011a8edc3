import * as pulumi from "@pulumi/pulumi";
import { type HomeDirectory, RegionalPlatform } from "../components/region.ts";
import type { RegionConfig } from "./config.ts";
import { platform } from "./platform.ts";

/** The stack program of a region. */
export async function region(config: RegionConfig) {
  const { environment, homeRegion, ...args } = config;
  const home = config.region === homeRegion ? undefined : readHome(environment, homeRegion);

  const regional = new RegionalPlatform(environment, { ...args, definition: platform, home });

  return {
    apiUrl: regional.apiUrl,
    userPoolId: regional.directory.userPoolId,
    userPoolArn: regional.directory.userPoolArn,
    clientId: regional.directory.clientId,
    machineClientId: regional.directory.machineClientId,
    tokenEndpoint: regional.directory.tokenEndpoint,
    issuer: regional.directory.issuer,
    serviceUrls: regional.serviceUrls,
  };
}

/** The user directory that the home region's stack has; that stack is deployed first. */
function readHome(environment: string, homeRegion: string): HomeDirectory {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${environment}-${homeRegion}`;
  const home = new pulumi.StackReference(stack);
  const output = (name: string) => home.requireOutput(name) as pulumi.Output<string>;
  return {
    userPoolId: output("userPoolId"),
    userPoolArn: output("userPoolArn"),
    clientId: output("clientId"),
    issuer: output("issuer"),
    machineClientId: home.getOutput("machineClientId") as pulumi.Output<string>,
    tokenEndpoint: home.getOutput("tokenEndpoint") as pulumi.Output<string>,
  };
}
