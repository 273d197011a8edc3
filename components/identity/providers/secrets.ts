import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  isObject,
  oneOf,
  options,
  optionsBy,
  required,
  type Rule,
  text,
} from "../../shared/options.ts";
import { ProviderSecretError, secretText } from "./secretText.ts";

/** Where a provider's secret is. */
export type ProviderSecret = ConfigSecret | ManagerSecret;

interface ConfigSecret {
  readonly store: "config";
  readonly name: string;
}

interface ManagerSecret {
  readonly store: "secretsManager";
  readonly name: string;
  /** The key of a secret whose value is a JSON object. @default the value is the secret */
  readonly key?: string;
}

/**
 * A secret in the encrypted config of the home region's stack: `pulumi config set --secret --path
 * palisade:identitySecrets.<name>`.
 */
export const secretConfig = (name: string): ConfigSecret => ({ store: "config", name });

/**
 * A secret of Secrets Manager in the home region, which previews and deployments read. Whoever deploys or previews then
 * can read it: see docs/ci.md. A secret of the same name in `palisade:identitySecrets` goes first, so on one machine
 * Secrets Manager is not asked.
 *
 * @param name - `{environment}` stands for the environment's name, as in `{environment}/identity/google`
 * @param options - `key`: the key whose value it is, of a secret that is a JSON object
 */
export const secretsManager = (
  name: string,
  options: Pick<ManagerSecret, "key"> = {},
): ManagerSecret => ({ store: "secretsManager", name, ...options });

const secretName = "a name of letters, digits and /_+=.@-, which may contain {environment}";

const secretStores = optionsBy<ProviderSecret["store"]>("store", {
  config: options<ConfigSecret>({
    store: required(oneOf(["config"])),
    name: required(text(/^[\w-]+$/, "letters, digits, _ and -", "Write its name, not its value.")),
  }),
  secretsManager: options<ManagerSecret>({
    store: required(oneOf(["secretsManager"])),
    name: required(
      text(/^([\w/+=.@-]|\{environment\}){1,512}$/, secretName, "Write its name, not its value."),
    ),
    key: text(),
  }),
});

/** A value in place of a secret's name is refused without repeating it. */
export const providerSecret: Rule = (given, path) =>
  isObject(given)
    ? secretStores(given, path)
    : [
        {
          argument: path,
          given,
          allowed: 'secretConfig("…") or secretsManager("…") with the name of a secret',
          fix: "Its value does not belong in the program.",
        },
      ];

/** What secrets are read from. */
export interface SecretSources {
  /** Values in the stack's config by name. */
  readonly identitySecrets?: pulumi.Input<Record<string, string>> | undefined;
  readonly environment: string;
}

/** The value, which is a secret in the stack's state. */
export function valueOf(
  secret: ProviderSecret,
  { identitySecrets, environment }: SecretSources,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  const secretId = secret.name.replaceAll("{environment}", environment);
  const value = pulumi.output(identitySecrets ?? {}).apply(async (values) => {
    if (values[secretId]) return values[secretId];
    if (secret.store === "secretsManager") return managedValue({ ...secret, name: secretId }, opts);
    throw new ProviderSecretError(
      secret.name,
      `is not in the stack's config. Set it: pulumi config set --secret --path palisade:identitySecrets.${secret.name}\n` +
        `On one machine, write any value into the home region's stack file: palisade:identitySecrets: { ${secret.name}: … }`,
    );
  });
  return pulumi.secret(value);
}

async function managedValue(
  { name, key }: ManagerSecret,
  opts: pulumi.InvokeOptions,
): Promise<string> {
  const { secretString } = await aws.secretsmanager
    .getSecretVersion({ secretId: name }, opts)
    .catch(({ message }: Error) => {
      throw new ProviderSecretError(
        name,
        "can't be read from Secrets Manager. " +
          `On one machine, write any value into the home region's stack file: palisade:identitySecrets: { ${name}: … }\n` +
          "On AWS, create it in the home region:\n" +
          `  aws secretsmanager create-secret --name ${name} --secret-string file://<file with the value>\n` +
          `Whoever deploys or previews needs the policy docs/iam/identity-secrets.json. It said: ${message}`,
      );
    });
  // An evaluation without AWS, such as that of `npm run openapi`, knows no values.
  if ((secretString as string | undefined) === undefined) return "";
  return secretText(name, secretString, key);
}
