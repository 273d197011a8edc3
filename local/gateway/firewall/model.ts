import type { Properties, Resource } from "../../graph/resource.ts";

/** A web ACL as it stands in front of a stage. */
export interface FirewallModel {
  /** The program's name for it. */
  readonly name: string;
  readonly arn: string;
  /** What happens to requests that no rule allows or blocks. */
  readonly blocksByDefault: boolean;
  /** By priority. */
  readonly rules: readonly RuleModel[];
  /** How much of a body the rules get to see. */
  readonly inspectedBytes: number;
  /** Whether what its rules match is logged. */
  readonly logs: boolean;
  /** Headers whose values stay out of the log, in lower case. */
  readonly redactedHeaders: readonly string[];
}

export interface RuleModel {
  readonly name: string;
  /** Undefined for actions that are not served, such as a CAPTCHA, and for groups. */
  readonly action: RuleAction | undefined;
  /** Whether blocking answers otherwise than the API's gateway response. */
  readonly customResponse: boolean;
  readonly statement: Properties;
}

export type RuleAction = "allow" | "block" | "count";

/** Finds the web ACL in front of a stage. */
export function readFirewall(
  resources: readonly Resource[],
  stageArn: unknown,
): FirewallModel | undefined {
  const ofType = (type: string) =>
    resources.filter((resource) => resource.type === `aws:wafv2/${type}`);
  const association = ofType("webAclAssociation:WebAclAssociation").find(
    ({ outputs }) => stageArn !== undefined && outputs["resourceArn"] === stageArn,
  );
  const arn = association?.outputs["webAclArn"];
  const webAcl = ofType("webAcl:WebAcl").find(({ outputs }) => outputs["arn"] === arn);
  if (association === undefined || webAcl === undefined) return undefined;
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
    logs: logging !== undefined,
    redactedHeaders: list(logging?.outputs["redactedFields"]).flatMap((field) => {
      const name = at(field, "singleHeader", "name");
      return typeof name === "string" ? [name.toLowerCase()] : [];
    }),
  };
}

/** Web ACLs before user pools, by name: the local Cognito asks none. */
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

/** What stands at a path; exported stacks have null where the program said nothing. */
function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const name of path) found = (found as Properties | null | undefined)?.[name];
  return found;
}

const list = (value: unknown): Properties[] =>
  Array.isArray(value) ? [...(value as Properties[])] : [];
