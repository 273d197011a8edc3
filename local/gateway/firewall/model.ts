import type { Properties, Resource } from "../../graph/resource.ts";
import { fromJson } from "./ruleJson.ts";
import { at, list, one } from "./properties.ts";

/** A web ACL. */
export interface FirewallModel extends RuleSource {
  /** The resource's name in the program. */
  readonly name: string;
  readonly arn: string;
  /** For requests that no rule decides. */
  readonly defaultAction: RuleAction;
  /** Its rule groups by ARN. */
  readonly groups: ReadonlyMap<string, RuleSource>;
  /** The addresses of IP sets and the patterns of pattern sets, by ARN. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  /** The inspected part of a body. */
  readonly inspectedBytes: number;
  /** First part of the paths of each custom domain of the stage, in lower case; empty for all paths. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** True if matches are logged. */
  readonly logs: boolean;
  /** Lower-case names of headers whose values are not logged. */
  readonly redactedHeaders: readonly string[];
  /** Other fields that are not logged: `uriPath`, `method`, `queryString`. */
  readonly redactedFields: ReadonlySet<string>;
}

/** A web ACL or a rule group. */
export interface RuleSource {
  /** By priority. */
  readonly rules: readonly RuleModel[];
  /** The first part of its rules' labels: `awswaf:<account>:webacl:<name>:`. */
  readonly labelPrefix: string;
}

export interface RuleModel {
  readonly name: string;
  /** Undefined for rule groups. */
  readonly action: RuleAction | undefined;
  /** True if a group's decisions only count. */
  readonly onlyCounts: boolean;
  /** Without their prefix. */
  readonly labels: readonly string[];
  readonly statement: Properties;
}

export interface RuleAction {
  readonly kind: "allow" | "block" | "count" | "captcha" | "challenge";
  /** Headers that the request gets, with AWS's prefix. */
  readonly insertedHeaders: readonly (readonly [name: string, value: string])[];
  /** Replaces the API's gateway response. */
  readonly response: CustomResponse | undefined;
}

export interface CustomResponse {
  readonly status: number;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** Finds the web ACL of a stage. */
export function readFirewall(
  resources: readonly Resource[],
  stageArn: unknown,
): FirewallModel | undefined {
  const association = ofType(resources, "webAclAssociation:WebAclAssociation").find(
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
  const webAcl = ofType(resources, "webAcl:WebAcl").find(({ outputs }) => outputs["arn"] === arn);
  if (webAcl === undefined) return undefined;
  const logging = ofType(resources, "webAclLoggingConfiguration:WebAclLoggingConfiguration").find(
    ({ outputs }) => outputs["resourceArn"] === arn,
  );
  const { outputs } = webAcl;
  const groups = ofType(resources, "ruleGroup:RuleGroup").map(
    (group) => [String(group.outputs["arn"]), readSource(group.outputs, "rulegroup")] as const,
  );
  return {
    name: webAcl.name,
    arn: String(arn),
    ...readSource(outputs, "webacl", rulesApart(resources, arn)),
    defaultAction: readAction(outputs["defaultAction"], responsesOf(outputs)) ?? allowed,
    groups: new Map(groups),
    sets: readSets(resources),
    inspectedBytes: inspectedBytes(outputs),
    basePaths,
    logs: logging !== undefined,
    redactedFields: new Set(
      list(logging?.outputs["redactedFields"]).flatMap((field) =>
        Object.keys(field).filter((name) => field[name] != null),
      ),
    ),
    redactedHeaders: list(logging?.outputs["redactedFields"]).flatMap((field) => {
      const name = at(field, "singleHeader", "name");
      return typeof name === "string" ? [name.toLowerCase()] : [];
    }),
  };
}

const allowed: RuleAction = { kind: "allow", insertedHeaders: [], response: undefined };

/** Rules that are resources of their own, or groups that are associated by one. */
function rulesApart(resources: readonly Resource[], arn: unknown): Properties[] {
  const ofAcl = (type: string) =>
    ofType(resources, type)
      .filter(({ outputs }) => outputs["webAclArn"] === arn)
      .map(({ outputs }) => outputs);
  const groups = ofAcl("webAclRuleGroupAssociation:WebAclRuleGroupAssociation").map((group) => ({
    name: group["ruleName"],
    priority: group["priority"],
    overrideAction: { [String(group["overrideAction"] ?? "none")]: {} },
    statement: {
      ruleGroupReferenceStatement: group["ruleGroupReference"],
      managedRuleGroupStatement: group["managedRuleGroup"],
    },
  }));
  return [...ofAcl("webAclRule:WebAclRule"), ...groups];
}

/** The addresses and patterns of sets by ARN. */
function readSets(resources: readonly Resource[]): Map<string, string[]> {
  const addresses = ofType(resources, "ipSet:IpSet").map(
    ({ outputs }) => [outputs["arn"], (outputs["addresses"] ?? []) as string[]] as const,
  );
  const patterns = ofType(resources, "regexPatternSet:RegexPatternSet").map(
    ({ outputs }) =>
      [
        outputs["arn"],
        list(outputs["regularExpressions"]).map(({ regexString }) => String(regexString)),
      ] as const,
  );
  return new Map([...addresses, ...patterns].map(([arn, texts]) => [String(arn), texts]));
}

const ofType = (resources: readonly Resource[], type: string): Resource[] =>
  resources.filter((resource) => resource.type === `aws:wafv2/${type}`);

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

/** @param more - its rules that are resources of their own */
function readSource(
  outputs: Properties,
  kind: "webacl" | "rulegroup",
  more: readonly Properties[] = [],
): RuleSource {
  const responses = responsesOf(outputs);
  const json = outputs["ruleJson"] ?? outputs["rulesJson"];
  const rules = [
    ...list(outputs["rules"]),
    ...(typeof json === "string" && json !== "" ? fromJson(json) : []),
    ...more,
  ];
  const account = String(outputs["arn"]).split(":")[4] ?? "";
  return {
    rules: rules
      .sort((first, second) => Number(first["priority"]) - Number(second["priority"]))
      .map((rule) => readRule(rule, responses)),
    labelPrefix: `awswaf:${account}:${kind}:${String(outputs["name"])}:`,
  };
}

const readRule = (rule: Properties, bodies: ReadonlyMap<string, Properties>): RuleModel => ({
  name: String(rule["name"]),
  action: readAction(rule["action"], bodies),
  onlyCounts: at(rule, "overrideAction", "count") != null,
  labels: list(rule["ruleLabels"]).map(({ name }) => String(name)),
  statement: (one(rule["statement"]) ?? {}) as Properties,
});

const kinds = ["allow", "block", "count", "captcha", "challenge"] as const;

/** @param bodies - of custom responses, by key */
function readAction(
  given: unknown,
  bodies: ReadonlyMap<string, Properties>,
): RuleAction | undefined {
  const action = one(given);
  const kind = kinds.find((name) => at(action, name) != null);
  if (kind === undefined) return undefined;
  const inserted = list(at(action, kind, "customRequestHandling", "insertHeaders"));
  return {
    kind,
    insertedHeaders: inserted.map(({ name, value }) => [
      `x-amzn-waf-${String(name)}`,
      String(value),
    ]),
    response: readResponse(at(action, kind, "customResponse"), bodies),
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  APPLICATION_JSON: "application/json",
  TEXT_HTML: "text/html",
  TEXT_PLAIN: "text/plain",
};

function readResponse(
  given: unknown,
  bodies: ReadonlyMap<string, Properties>,
): CustomResponse | undefined {
  const response = one(given) as Properties | null | undefined;
  if (response == null) return undefined;
  const { responseCode, responseHeaders, customResponseBodyKey } = response;
  const { content = "", contentType } = bodies.get(String(customResponseBodyKey)) ?? {};
  const headers = list(responseHeaders).flatMap(({ name, value }) => [String(name), String(value)]);
  const type = contentTypes[String(contentType)];
  return {
    status: Number(responseCode),
    headers: type === undefined ? headers : [...headers, "Content-Type", type],
    body: String(content),
  };
}

const responsesOf = (outputs: Properties): Map<string, Properties> =>
  new Map(list(outputs["customResponseBodies"]).map((body) => [String(body["key"]), body]));

/** 16 KB unless the web ACL says otherwise. (AWS WAF Developer Guide, "Managing body inspection size limits") */
function inspectedBytes({ associationConfig }: Properties): number {
  const limits = list(at(associationConfig, "requestBodies")).map((body) =>
    at(body, "apiGateway", "defaultSizeInspectionLimit"),
  );
  const stated = limits.find((limit) => typeof limit === "string");
  return Number(stated?.replace("KB_", "") ?? 16) * 1024;
}
