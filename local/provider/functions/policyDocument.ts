import { createHash } from "node:crypto";
import type { Properties } from "../../graph/resource.ts";

interface Principals {
  readonly type: string;
  readonly identifiers: string[];
}

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: string[];
  readonly notActions?: string[];
  readonly resources?: string[];
  readonly notResources?: string[];
  readonly principals?: Principals[];
  readonly notPrincipals?: Principals[];
  readonly conditions?: { test: string; variable: string; values: string[] }[];
}

/**
 * `aws.iam.getPolicyDocument`: the text of an IAM policy. It asks AWS nothing.
 *
 * Source: terraform-provider-aws, internal/service/iam/policy_document_data_source.go.
 *
 * @throws Error for a source that is not a policy
 */
export function policyDocument(inputs: Properties): Properties {
  const { policyId, version = "2012-10-17", statements = [] } = inputs;
  const own = (statements as Statement[]).map(written);
  const sources = documents(inputs["sourcePolicyDocuments"], inputs["sourceJson"]);
  const overrides = documents(inputs["overridePolicyDocuments"], inputs["overrideJson"]);
  const document = {
    Version: version,
    ...(policyId !== undefined && { Id: policyId }),
    Statement: [...sources, own, ...overrides].reduce(merged, []),
  };
  const json = JSON.stringify(document, undefined, 2);
  const id = createHash("sha256").update(json).digest("hex").slice(0, 10);
  return { ...inputs, version, id, json, minifiedJson: JSON.stringify(document) };
}

/** A statement with the same id replaces the former one. */
function merged(before: Properties[], more: Properties[]): Properties[] {
  const replaced = (sid: unknown) =>
    sid !== undefined && more.some((other) => other["Sid"] === sid);
  return [...before.filter(({ Sid }) => !replaced(Sid)), ...more];
}

const documents = (list: unknown, single: unknown): Properties[][] =>
  [...((list ?? []) as string[]), ...(single === undefined ? [] : [String(single)])].map((text) => {
    const { Statement = [] } = JSON.parse(text) as { Statement?: Properties | Properties[] };
    return [Statement].flat();
  });

function written(statement: Statement): Properties {
  const { sid, effect = "Allow", principals, notPrincipals, conditions = [] } = statement;
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) {
    (byTest[test] ??= {})[variable] = oneOrAll(values);
  }
  const all = {
    Sid: sid === "" ? undefined : sid,
    Effect: effect,
    Action: oneOrAll(statement.actions),
    NotAction: oneOrAll(statement.notActions),
    Resource: oneOrAll(statement.resources),
    NotResource: oneOrAll(statement.notResources),
    Principal: principalsOf(principals),
    NotPrincipal: principalsOf(notPrincipals),
    Condition: conditions.length === 0 ? undefined : byTest,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const oneOrAll = (values: string[] | undefined) =>
  values === undefined || values.length === 0
    ? undefined
    : values.length === 1
      ? values[0]
      : values;

function principalsOf(principals: Principals[] | undefined): unknown {
  if (principals === undefined || principals.length === 0) return undefined;
  const [first] = principals;
  if (first!.type === "*" && first!.identifiers.includes("*")) return "*";
  const types = new Set(principals.map(({ type }) => type));
  return Object.fromEntries(
    [...types].map((type) => {
      const ofType = principals.filter((each) => each.type === type);
      return [type, oneOrAll(ofType.flatMap(({ identifiers }) => identifiers))];
    }),
  );
}
