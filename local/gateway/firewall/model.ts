import type { Properties, Resource } from "../../graph/resource.ts";

/** A web ACL. */
export interface FirewallModel {
  /** The resource's name in the program. */
  readonly name: string;
  readonly arn: string;
  /** True if requests that no rule allows are blocked. */
  readonly blocksByDefault: boolean;
  /** By priority. */
  readonly rules: readonly RuleModel[];
  /** The inspected part of a body. */
  readonly inspectedBytes: number;
  /** First part of the paths of each custom domain of the stage, in lower case; empty for all paths. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** True if matches are logged. */
  readonly logs: boolean;
  /** Lower-case names of headers whose values are not logged. */
  readonly redactedHeaders: readonly string[];
}

export interface RuleModel {
  readonly name: string;
  /** Undefined for unsupported actions, such as a CAPTCHA, and for rule groups. */
  readonly action: RuleAction | undefined;
  /** True if the rule replaces the API's gateway response. */
  readonly customResponse: boolean;
  readonly statement: Properties;
}

export type RuleAction = "allow" | "block" | "count";

/** Finds the web ACL of a stage. */
export function readFirewall(
  resources: readonly Resource[],
  stageArn: unknown,
): FirewallModel | undefined {
  const ofType = (type: string) =>
    resources.filter((resource) => resource.type === `aws:wafv2/${type}`);
  const association = ofType("webAclAssociation:WebAclAssociation").find(
    ({ outputs }) => stageArn !== undefined && outputs["resourceArn"] === stageArn,
  );
  const basePaths = basePathsOf(resources, stageArn);
  return association && readWebAcl(resources, association.outputs["webAclArn"], basePaths);
}

/**
 * Finds a web ACL by its ARN.
 *
 * @param basePaths - @default it protects no stage
 */
export function readWebAcl(
  resources: readonly Resource[],
  arn: unknown,
  basePaths: FirewallModel["basePaths"] = new Map(),
): FirewallModel | undefined {
  const ofType = (type: string) =>
    resources.filter((resource) => resource.type === `aws:wafv2/${type}`);
  const webAcl = ofType("webAcl:WebAcl").find(({ outputs }) => outputs["arn"] === arn);
  if (webAcl === undefined) return undefined;
  const logging = ofType("webAclLoggingConfiguration:WebAclLoggingConfiguration").find(
    ({ outputs }) => outputs["resourceArn"] === arn,
  );
  const { outputs } = webAcl;
  return {
    name: webAcl.name,
    arn: String(arn),
    blocksByDefault: at(outputs, "defaultAction", "block") != null,
    rules: list(outputs["rules"])
      .sort((one, other) => Number(one["priority"]) - Number(other["priority"]))
      .map(readRule),
    inspectedBytes: inspectedBytes(outputs),
    basePaths,
    logs: logging !== undefined,
    redactedHeaders: list(logging?.outputs["redactedFields"]).flatMap((field) => {
      const name = at(field, "singleHeader", "name");
      return typeof name === "string" ? [name.toLowerCase()] : [];
    }),
  };
}

/** By the domain's name. The stage is the last part of its ARN. */
function basePathsOf(resources: readonly Resource[], stageArn: unknown): Map<string, string> {
  const [, api, stage] = /\/restapis\/([^/]+)\/stages\/(.+)$/.exec(String(stageArn)) ?? [];
  const mappings = resources
    .filter(({ type }) => type === "aws:apigateway/basePathMapping:BasePathMapping")
    .map(({ outputs }) => outputs)
    .filter(({ restApi, stageName }) => restApi === api && (stageName ?? stage) === stage);
  return new Map(
    mappings.map(({ domainName, basePath }) => [
      String(domainName).toLowerCase(),
      basePath == null || basePath === "" ? "" : `/${String(basePath as string)}`,
    ]),
  );
}

/** Lists the names of web ACLs on user pools, which the local Cognito ignores. */
export function unaskedFirewalls(resources: readonly Resource[]): string[] {
  const ofType = (type: string) =>
    resources.filter((resource) => resource.type === `aws:wafv2/${type}`);
  const arns = ofType("webAclAssociation:WebAclAssociation")
    .filter(({ outputs }) => /^arn:[\w-]+:cognito-idp:/.test(String(outputs["resourceArn"])))
    .map(({ outputs }) => outputs["webAclArn"]);
  return ofType("webAcl:WebAcl")
    .filter(({ outputs }) => arns.includes(outputs["arn"]))
    .map(({ name }) => name);
}

const readRule = (rule: Properties): RuleModel => ({
  name: String(rule["name"]),
  action: (["allow", "block", "count"] as const).find((name) => at(rule, "action", name) != null),
  customResponse: at(rule, "action", "block", "customResponse") != null,
  statement: (rule["statement"] ?? {}) as Properties,
});

/** 16 KB unless the web ACL says otherwise. (AWS WAF Developer Guide, "Managing body inspection size limits") */
function inspectedBytes({ associationConfig }: Properties): number {
  const limits = list(at(associationConfig, "requestBodies")).map((body) =>
    at(body, "apiGateway", "defaultSizeInspectionLimit"),
  );
  const stated = limits.find((limit) => typeof limit === "string");
  return Number(stated?.replace("KB_", "") ?? 16) * 1024;
}

/** Reads the value at a path. Exported stacks have null for properties that the program did not set. */
function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const name of path) found = (found as Properties | null | undefined)?.[name];
  return found;
}

const list = (value: unknown): Properties[] =>
  Array.isArray(value) ? [...(value as Properties[])] : [];
