import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../../function/bundle.ts";
import { BundledFunction } from "../../function/bundledFunction.ts";
import { allowConnections } from "../../shared/securityGroups.ts";
import type { SearchDomain, SearchNetwork } from "./domain.ts";
import type { SearchOptions } from "./options.ts";

interface SetupArgs extends SearchNetwork {
  readonly sizes: Required<SearchOptions>;
  readonly search: SearchDomain;
  /** Roles that write documents. */
  readonly writers: readonly pulumi.Input<string>[];
}

/** The function, below functions/. */
const source = "logs/setup";

/** Retries of a domain that is not ready, with pauses: functions/logs/setup/domain.ts. */
const timeoutSeconds = 300;

/**
 * Has a function in the VPC put the index template, the retention, the writers' permissions and the saved objects into the
 * domain: at the first deployment, and whenever one of them changes.
 */
export function setUpDomain(
  name: string,
  { vpcId, subnetIds, search, sizes, writers }: SetupArgs,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  const [securityGroupId, setSecurityGroupId] = pulumi.deferredOutput<string>();
  const setup = new BundledFunction(
    `${name}-setup`,
    { source, timeoutSeconds, vpc: { subnetIds, securityGroupId } },
    opts,
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-setup`,
    { vpcId, description: `Setup of OpenSearch of ${name}` },
    // It is deleted before the function's role, which Lambda needs to delete the network interfaces.
    pulumi.mergeOptions(opts, { dependsOn: [...setup.permissions] }),
  );
  setSecurityGroupId(securityGroup.id);
  const rules = allowConnections(
    443,
    {
      securityGroupId: securityGroup.id,
      name: `${name}-setup-to-domain`,
      description: "OpenSearch",
    },
    {
      securityGroupId: search.securityGroupId,
      name: `${name}-from-setup`,
      description: "The function that sets it up",
    },
    opts,
  );
  return new aws.lambda.Invocation(
    `${name}-setup`,
    {
      functionName: setup.function.name,
      input: pulumi.secret(
        pulumi.jsonStringify({
          url: pulumi.interpolate`https://${search.domain.endpoint}`,
          user: search.user,
          password: search.password,
          retentionDays: sizes.retentionDays,
          replicas: sizes.instances > 1 ? 1 : 0,
          writers,
        }),
      ),
      // The template and the saved objects are in its code.
      triggers: { code: hashOfCode() },
    },
    pulumi.mergeOptions(opts, { dependsOn: rules }),
  );
}

/** The same as long as the template and the saved objects are. */
async function hashOfCode(): Promise<string> {
  const archive = await bundleFunction(source);
  const { "index.js": file } = (await (archive as pulumi.asset.AssetArchive).assets) as Record<
    string,
    pulumi.asset.FileAsset
  >;
  const code = await readFile(await file!.path);
  return createHash("sha256").update(code).digest("hex");
}
