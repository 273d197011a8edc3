import { readWebAcl } from "../../../gateway/index.ts";
import type { Properties, Resource } from "../../../graph/resource.ts";
import { functionProgram } from "../functions/program.ts";
import type { Behavior, DistributionModel } from "../model.ts";
import { behaviorsOf } from "./behaviors.ts";
import { originsOf, type StackResources } from "./origins.ts";
import { listOf, objectOf, ofType, textOf, textsOf } from "./properties.ts";

/** A distribution has parts that can't be served here. */
class DistributionError extends Error {
  override readonly name = "DistributionError";

  constructor(name: string, problems: readonly string[]) {
    const list = problems.map((problem) => `\n  - ${problem}`).join("");
    super(`The distribution "${name}" has parts that can't be served on this machine:${list}`);
  }
}

/**
 * Reads the enabled distributions of all stacks.
 *
 * @param onUnserved - called for a distribution with parts that can't be served; to leave these out could open what
 *   they protect. @default throws the DistributionError
 */
export function readDistributions(
  stacks: readonly StackResources[],
  onUnserved: (error: Error) => void = (error) => {
    throw error;
  },
): DistributionModel[] {
  const resources = stacks.flatMap((stack) => stack.resources);
  return ofType(resources, "aws:cloudfront/distribution:Distribution")
    .filter(({ outputs }) => outputs["enabled"] !== false)
    .flatMap((distribution) => {
      try {
        return readDistribution(distribution, resources, stacks);
      } catch (error) {
        if (!(error instanceof DistributionError)) throw error;
        onUnserved(error);
        return [];
      }
    });
}

function readDistribution(
  { name, outputs }: Resource,
  resources: readonly Resource[],
  stacks: readonly StackResources[],
): DistributionModel {
  const problems: string[] = unservedSettings(outputs);
  const report = (problem: string) => void problems.push(problem);
  const arn = String(outputs["arn"]);
  const origins = originsOf(outputs, { distributionArn: arn, stacks, report });
  const behaviors = behaviorsOf(outputs, { origins, resources, report });
  const functions = functionsOf(behaviors, resources);
  functions.flatMap(unservedCode).forEach(report);
  const webAclArn = textOf(outputs["webAclId"]);
  const firewall = webAclArn === undefined ? undefined : readWebAcl(resources, webAclArn);
  if (webAclArn !== undefined && firewall === undefined) {
    report(`webAclId: the stacks have no web ACL ${webAclArn}`);
  }
  if (problems.length > 0) throw new DistributionError(name, problems);
  return {
    name,
    arn,
    domainName: String(outputs["domainName"]).toLowerCase(),
    aliases: textsOf(outputs["aliases"]).map((alias) => alias.toLowerCase()),
    behaviors,
    origins,
    functions,
    defaultRootObject: textOf(outputs["defaultRootObject"]),
    errorResponses: errorResponsesOf(outputs),
    firewall,
  };
}

function unservedSettings(distribution: Properties): string[] {
  const { geoRestriction } = objectOf(distribution["restrictions"]);
  const { restrictionType } = objectOf(geoRestriction);
  const settings: [string, boolean][] = [
    ["geoRestriction: countries are not known here", (restrictionType ?? "none") !== "none"],
    [
      "continuousDeploymentPolicyId",
      textOf(distribution["continuousDeploymentPolicyId"]) !== undefined,
    ],
    ["staging", distribution["staging"] === true],
    ["viewerMtlsConfig", distribution["viewerMtlsConfig"] != null],
    ["connectionFunctionAssociation", distribution["connectionFunctionAssociation"] != null],
  ];
  return settings.filter(([, applies]) => applies).map(([name]) => name);
}

function functionsOf(behaviors: Behavior[], resources: readonly Resource[]): Resource[] {
  const used = new Set(behaviors.map(({ requestFunction }) => requestFunction));
  const all = ofType(resources, "aws:cloudfront/function:Function");
  return all.filter(({ outputs }) => used.has(String(outputs["arn"])));
}

function unservedCode({ name, inputs, outputs }: Resource): string[] {
  if (outputs["publish"] === false) return [`function "${name}" is not published`];
  if (listOf(inputs["keyValueStoreAssociations"]).length > 0) {
    return [`function "${name}": keyValueStoreAssociations`];
  }
  try {
    functionProgram(String(inputs["code"]));
    return [];
  } catch (error) {
    return [`function "${name}": ${(error as Error).message}`];
  }
}

const errorResponsesOf = (distribution: Properties): DistributionModel["errorResponses"] =>
  new Map(
    listOf(distribution["customErrorResponses"]).map((response) => [
      Number(response["errorCode"]),
      {
        responseCode: Number(response["responseCode"] ?? 0) || undefined,
        responsePagePath: textOf(response["responsePagePath"]),
        minTtlSeconds: Number(response["errorCachingMinTtl"] ?? 10),
      },
    ]),
  );
