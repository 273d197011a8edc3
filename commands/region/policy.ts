import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { offlineStack } from "../../local/sources/offlineStack.ts";
import { type Environment, setting } from "./environment.ts";
import { RegionError } from "./regionError.ts";

/** Region of CloudFront's certificates, firewall and logs, and of the alarms on Route 53's checks. */
const globalRegion = "us-east-1";

/** What the stack files do not say, by the option that gives it. */
export interface PolicyValues {
  readonly account?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly subject?: string;
}

/** Values of a setting in the stack files, each once. */
const valuesOf = ({ project, regions }: Environment, ...keys: string[]): string[] => [
  ...new Set(
    regions
      .flatMap((stack) => keys.map((key) => setting(project, stack, key)))
      .filter((value) => value !== ""),
  ),
];

const has = (environment: Environment, ...keys: string[]): boolean =>
  valuesOf(environment, ...keys).length > 0;

/** Regions in which CI's roles may act. */
function regionsOf(environment: Environment): string[] {
  const { regions, edge } = environment;
  const isGlobal = has(environment, "domainName", "signInDomain") || edge !== undefined;
  return [
    ...new Set([...regions.map(({ region }) => region), ...(isGlobal ? [globalRegion] : [])]),
  ];
}

/** A value that a policy has to be filled with. */
interface Placeholder {
  readonly pattern: RegExp;
  /** Where the value comes from, for errors. */
  readonly source: string;
}

const placeholders: Readonly<Record<string, Placeholder>> = {
  ACCOUNT: { pattern: /^\d{12}$/, source: "--account, the twelve digits of the account" },
  BUCKET: { pattern: /^[a-z0-9][a-z0-9.-]+$/, source: "--bucket, that of the state" },
  KEY: {
    pattern: /^[\w-]+$/,
    source: "--key, the id of the key that encrypts the state's secrets",
  },
  SUBJECT: {
    pattern: /^repo:[\w./@-]+$/,
    source: "--subject, GitHub's for the repository, such as repo:OWNER/REPOSITORY",
  },
  ZONE: { pattern: /^Z\w+$/, source: "hostedZone in the stack files" },
  ENVIRONMENT: { pattern: /^[\w-]+$/, source: "--env" },
  PROJECT: { pattern: /^[\w.-]+$/, source: "name in Pulumi.yaml" },
};

/**
 * An IAM policy of CI's roles for an environment: a file of `docs/iam/`, filled with what the stack files say.
 *
 * @param name - of the file, without `.json`
 * @throws RegionError when there is no such policy, or a value is missing
 */
export async function iamPolicy(
  environment: Environment,
  name: string,
  values: PolicyValues,
): Promise<string> {
  const { project } = environment;
  const folder = join(project.directory, "docs/iam");
  const names = (await readdir(folder)).map((file) => file.replace(/\.json$/, ""));
  if (!names.includes(name)) {
    throw new RegionError(`"${name}" is not a policy of docs/iam. Use ${names.join(", ")}.`);
  }
  const zones = valuesOf(environment, "hostedZone", "signInHostedZone", "mailHostedZone");
  const known: Readonly<Record<string, string | undefined>> = {
    ACCOUNT: values.account,
    BUCKET: values.bucket,
    KEY: values.key,
    SUBJECT: values.subject,
    ENVIRONMENT: environment.name,
    PROJECT: project.name,
  };
  const fill = (text: string, ZONE = zones[0]) =>
    text.replaceAll(/\b[A-Z]{3,}\b/g, (word) => {
      const placeholder = placeholders[word];
      return placeholder ? valueOf(name, { ...known, ZONE }[word], placeholder) : word;
    });
  const template: unknown = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
  const filled: unknown = JSON.parse(JSON.stringify(template), (_key, value: unknown) => {
    if (value === "REGIONS") return regionsOf(environment);
    if (typeof value !== "string") return value;
    const isOfZones = /\bZONE\b/.test(value) && zones.length > 1;
    return isOfZones ? zones.map((zone) => fill(value, zone)) : fill(value);
  });
  return JSON.stringify(filled, null, 2);
}

function valueOf(
  policy: string,
  value: string | undefined,
  { pattern, source }: Placeholder,
): string {
  if (value !== undefined && pattern.test(value)) return value;
  const given = value === undefined ? "which is missing" : `but it is "${value}"`;
  throw new RegionError(`The policy "${policy}" needs ${source}, ${given}.`);
}

const schedule = "aws:scheduler/schedule:Schedule";
const queueConsumer = "aws:lambda/eventSourceMapping:EventSourceMapping";
const zone = "aws:route53/zone:Zone";
/** Of the key for custom senders of users' codes. */
const keyAlias = "aws:kms/alias:Alias";

/** The key of the log groups, if they have one of their own. */
const logKey = "palisade:observability:LogKey";

/** Types of resources whose actions are in `deploy-users`. */
const ofUsers = [
  "aws:cognito/identityProvider:IdentityProvider",
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
  "aws:cognito/managedLoginBranding:ManagedLoginBranding",
  "aws:cognito/riskConfiguration:RiskConfiguration",
  "aws:cognito/userGroup:UserGroup",
  "aws:sesv2/configurationSet:ConfigurationSet",
  "aws:sns/smsPreferences:SmsPreferences",
];

/** Types of the resources that the program declares in the home region; none without a program. */
async function declaredTypes({ project, name, home }: Environment): Promise<ReadonlySet<string>> {
  if (!existsSync(project.main)) return new Set();
  const { resources } = await offlineStack(project.directory, name, home);
  return new Set(resources.map(({ type }) => type));
}

/** CI's roles. */
export type Role = "preview" | "deploy";

/**
 * Names of the policies that a role needs for what the stacks have. `deploy-replicas` is not among them: it is
 * attached only for the deployment that adds or removes a region.
 */
export async function policiesOf(role: Role, environment: Environment): Promise<string[]> {
  if (role === "preview") return ["preview", "state-read", "regions"];
  const types = await declaredTypes(environment);
  const signIn = has(environment, "signInDomain");
  return [
    ...["deploy-network", "deploy-platform", "deploy-roles", "state", "regions"],
    ...(signIn || has(environment, "domainName", "mailDomain") ? ["deploy-domain"] : []),
    ...(environment.edge ? ["deploy-edge"] : []),
    ...(has(environment, "identityReplica") || types.has(keyAlias) ? ["deploy-identity"] : []),
    ...([schedule, queueConsumer, zone, logKey].some((type) => types.has(type))
      ? ["deploy-backends"]
      : []),
    ...(signIn || ofUsers.some((type) => types.has(type)) ? ["deploy-users"] : []),
  ];
}
