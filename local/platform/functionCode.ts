import { zipSync } from "fflate";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { mtime, readArchive } from "../graph/archive.ts";
import type { Resource } from "../graph/resource.ts";
import { functionType } from "../lambda/readFunctions.ts";
import type { Region } from "../region/index.ts";

/** A region with its endpoint and resources. */
export interface FunctionsOwner {
  readonly region: Region;
  readonly aws: AwsEndpoint;
  readonly resources: readonly Resource[];
}

/**
 * Has a region and its AWS endpoint read functions' code again: those in the VPC and those of an API run in the region, those outside of the
 * VPC, such as a user pool's triggers, at the endpoint.
 *
 * @param names - in AWS; others than the region's are left out
 */
export async function reloadCode(
  { region, aws, resources }: FunctionsOwner,
  names: readonly string[],
): Promise<void> {
  const functions = resources.filter(
    ({ type, outputs }) => type === functionType && names.includes(String(outputs["name"])),
  );
  await Promise.all(
    functions.map(async ({ id, inputs }) => {
      if (!("vpcConfig" in inputs)) await updateAtEndpoint(aws, id, inputs["code"]);
      await region.reloadFunction(id);
    }),
  );
}

async function updateAtEndpoint(aws: AwsEndpoint, name: string, code: unknown): Promise<void> {
  const { UpdateFunctionCodeCommand } = await import("@aws-sdk/client-lambda");
  const ZipFile = zipSync(await readArchive(code), { level: 1, mtime });
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
}
