import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../shared/iam.ts";
import type { SecretReference } from "./secrets.ts";
import { ownAccount } from "../shared/iam.ts";

/** A variable in a container definition whose value ECS reads from a secret. */
interface ContainerSecret {
  readonly name: string;
  readonly valueFrom: pulumi.Input<string>;
}

/** A secret can't be used in the stack's region. Thrown by previews too, before anything is changed. */
class SecretError extends pulumi.RunError {
  override readonly name = "SecretError";
}

/** Where the stack is, and whose children its look-ups are. */
interface Scope {
  readonly service: string;
  readonly region: string;
  readonly opts: pulumi.InvokeOptions;
}

/** A secret's ARN, and the key that encrypts it; no key for AWS's own. */
interface Located {
  readonly arn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string | undefined>;
}

/**
 * The container's secrets, and the permissions to read exactly these. Looks each secret of Secrets Manager up
 * by its name, without its value. Parameters have no look-up that leaves the value out.
 *
 * ECS takes a secret's complete ARN, which ends in characters that Secrets Manager chose.
 * Sources: Amazon ECS API Reference, "Secret"; Amazon ECS Developer Guide, "Amazon ECS task execution IAM role".
 */
export function accessSecrets(
  secrets: Readonly<Record<string, SecretReference>>,
  scope: Scope,
): { secrets: ContainerSecret[]; statements: AllowStatement[] } {
  const entries = Object.entries(secrets).map(([name, reference]) => ({
    name,
    reference,
    ...locate(reference, scope),
  }));
  const of = (store: SecretReference["store"]) =>
    entries.filter(({ reference }) => reference.store === store);
  return {
    secrets: entries.map(({ name, reference, arn }) => ({
      name,
      valueFrom: valueFrom(reference, arn),
    })),
    statements: [
      ...statementsFor("secretsmanager", "GetSecretValue", of("secretsManager"), scope.region),
      ...statementsFor("ssm", "GetParameters", of("parameterStore"), scope.region),
    ],
  };
}

function locate(reference: SecretReference, scope: Scope): Located {
  const { name, store } = reference;
  const accountId = ownAccount(scope.opts);
  const given = reference.kmsKeyArn?.replace(
    /:kms:[^:]+(:\d+:key\/mrk-)/,
    `:kms:${scope.region}$1`,
  );
  if (store === "parameterStore") {
    const path = name.replace(/^\//, "");
    const arn = pulumi.interpolate`arn:aws:ssm:${scope.region}:${accountId}:parameter/${path}`;
    return { arn, kmsKeyArn: given };
  }
  const found = pulumi.output(describe(name, scope));
  const kmsKeyArn = pulumi
    .all([found.kmsKeyId, accountId])
    .apply(([key, account]) => given ?? keyArn(key, account, name, scope));
  return { arn: found.arn, kmsKeyArn };
}

/** @throws SecretError */
const describe = (name: string, scope: Scope) =>
  aws.secretsmanager.getSecret({ name }, scope.opts).catch((error: Error) => {
    throw secretNotFound(name, scope, error);
  });

export const secretNotFound = (
  name: string,
  { service, region }: Pick<Scope, "service" | "region">,
  { message }: Error,
): SecretError =>
  new SecretError(
    `${service}: the secret "${name}" was not found in ${region}. Create it there, or replicate it from another region:\n` +
      `  aws secretsmanager create-secret --region ${region} --name ${name} --secret-string file://<file with the value>\n` +
      `The look-up needs secretsmanager:DescribeSecret and GetResourcePolicy. It said: ${message}`,
  );

/**
 * @param key - an ARN or a key's id; empty for AWS's own key
 * @throws SecretError for an alias, which permissions can't name
 */
function keyArn(
  key: string | undefined,
  account: string,
  name: string,
  { service, region }: Scope,
): string | undefined {
  if (!key || /\balias\/aws\/secretsmanager$/.test(key)) return undefined;
  if (/\balias\//.test(key)) {
    throw new SecretError(
      `${service}: the secret "${name}" is encrypted with the key ${key}. Permissions can't name an alias: ` +
        `set kmsKeyArn to the key's ARN, which aws kms describe-key --region ${region} --key-id ${key} prints.`,
    );
  }
  return key.startsWith("arn:") ? key : `arn:aws:kms:${region}:${account}:key/${key}`;
}

/** Source: Amazon ECS Developer Guide, "Pass Secrets Manager secrets through Amazon ECS environment variables". */
function valueFrom(reference: SecretReference, arn: pulumi.Input<string>): pulumi.Input<string> {
  if (reference.store === "parameterStore") return arn;
  const { key = "", version = "" } = reference;
  if (key === "" && version === "") return arn;
  // Ids of versions are UUIDs.
  const isId = /^[\da-f-]{32,64}$/i.test(version);
  return pulumi.interpolate`${arn}:${key}:${isId ? "" : version}:${isId ? version : ""}`;
}

/** Reads through one service, and decrypts with the keys of customers only on its behalf. */
function statementsFor(
  service: "secretsmanager" | "ssm",
  action: string,
  located: readonly Located[],
  region: string,
): AllowStatement[] {
  if (located.length === 0) return [];
  const keys = pulumi
    .all(located.map(({ kmsKeyArn }) => kmsKeyArn))
    .apply((arns) => [...new Set(arns.filter((arn) => arn !== undefined))]);
  return [
    {
      actions: [`${service}:${action}`],
      resources: pulumi.all(located.map(({ arn }) => arn)).apply((arns) => [...new Set(arns)]),
    },
    {
      actions: ["kms:Decrypt"],
      resources: keys,
      condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
    },
  ];
}
