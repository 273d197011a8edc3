import type { Resource } from "../graph/resource.ts";

/** The resource for which a service assumes a role, for conditions on `aws:SourceAccount` and `aws:SourceArn`. */
export interface TrustSource {
  readonly accountId: string;
  readonly arn: string;
}

/**
 * Whether a role's trust policy lets a service assume it. Without a source, a statement with conditions allows
 * nothing; so does one with conditions that can't be evaluated here, which denies if its effect is Deny.
 *
 * @param service - such as `scheduler.amazonaws.com`
 */
export function serviceMayAssume(
  resources: readonly Resource[],
  roleArn: string,
  service: string,
  source?: TrustSource,
): boolean {
  const role = resources.find(
    ({ type, outputs }) => type === "aws:iam/role:Role" && outputs["arn"] === roleArn,
  );
  const policy = role?.inputs["assumeRolePolicy"];
  if (policy === undefined) return false;
  // Pulumi also accepts a policy as an object.
  const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
  const { Statement } = document as { Statement: TrustStatement | TrustStatement[] };
  const concerned = [Statement].flat().filter((statement) => concerns(statement, service));
  const applies = ({ Condition, Effect }: TrustStatement): boolean =>
    Condition === undefined || holds(Condition, source) === true || isOpenDenial(Condition, Effect);
  const isOpenDenial = (condition: Conditions, effect: string) =>
    effect === "Deny" && holds(condition, source) === undefined;
  if (concerned.some((each) => each.Effect === "Deny" && applies(each))) return false;
  return concerned.some((each) => each.Effect === "Allow" && applies(each));
}

function concerns({ Action, Principal }: TrustStatement, service: string): boolean {
  const services = typeof Principal === "string" ? [] : [Principal?.Service ?? []].flat();
  return [Action].flat().includes("sts:AssumeRole") && services.includes(service);
}

/** @returns undefined if that can't be decided */
function holds(conditions: Conditions, source: TrustSource | undefined): boolean | undefined {
  const decisions = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => holdsFor(operator, key, [values].flat(), source)),
  );
  if (decisions.includes(false)) return false;
  return decisions.includes(undefined) ? undefined : true;
}

function holdsFor(
  operator: string,
  key: string,
  values: readonly string[],
  source: TrustSource | undefined,
): boolean | undefined {
  const value = source && valueOf(key, source);
  const matches = operators[operator.replace(/IfExists$/, "")];
  if (value === undefined || matches === undefined) return undefined;
  return values.some((pattern) => matches(value, pattern));
}

const valueOf = (key: string, source: TrustSource): string | undefined =>
  ({ "aws:sourceaccount": source.accountId, "aws:sourcearn": source.arn })[key.toLowerCase()];

type Matches = (value: string, pattern: string) => boolean;

/** `*` matches any text, `?` one character. */
const like: Matches = (value, pattern) => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(value);
};

/** The six parts of an ARN are compared one by one. */
const likeArn: Matches = (value, pattern) => {
  const [actual, wanted] = [partsOf(value), partsOf(pattern)];
  return wanted.every((part, index) => like(actual[index] ?? "", part));
};

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const operators: Readonly<Record<string, Matches>> = {
  ArnEquals: likeArn,
  ArnLike: likeArn,
  StringEquals: (value, pattern) => value === pattern,
  StringLike: like,
};

type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

interface TrustStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: Conditions;
  readonly Principal?: string | { readonly Service?: string | string[] };
}
