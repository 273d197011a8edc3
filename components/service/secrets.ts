import {
  isObject,
  type JointCheck,
  mapOf,
  oneOf,
  options,
  optionsBy,
  required,
  type Rule,
  text,
} from "../shared/options.ts";

/** A secret in AWS Secrets Manager. */
interface ManagerSecret {
  readonly store: "secretsManager";
  readonly name: string;
  readonly key?: string;
  readonly version?: string;
  readonly kmsKeyArn?: string;
}

/** A SecureString in the Parameter Store of AWS Systems Manager. */
interface ParameterSecret {
  readonly store: "parameterStore";
  readonly name: string;
  readonly kmsKeyArn?: string;
}

/** A place that ECS reads the value of a variable from when a task starts. */
export type SecretReference = ManagerSecret | ParameterSecret;

interface KeyOptions {
  /**
   * ARN of the customer-managed key that encrypts it. Of a multi-Region key (`mrk-…`), its replica in each
   * region is used. A secret's own key is found; this is for parameters, and for secrets whose key is
   * named by an alias.
   * @default AWS's own key
   */
  readonly kmsKeyArn?: string;
}

interface SecretOptions extends KeyOptions {
  /** Key of a secret that is a JSON object; the variable gets its value. @default the whole secret */
  readonly key?: string;
  /** Staging label such as `AWSPREVIOUS`, or a version's id. @default the current version */
  readonly version?: string;
}

/**
 * A secret of Secrets Manager in the account and region of each stack.
 *
 * @param name - `{environment}` stands for the environment's name, as in `{environment}/payments/key`
 * @example secrets: { PAYMENT_KEY: secret("{environment}/payments", { key: "apiKey" }) }
 */
export const secret = (name: string, options: SecretOptions = {}): SecretReference => ({
  store: "secretsManager",
  name,
  ...options,
});

/**
 * A SecureString of Parameter Store in the account and region of each stack.
 *
 * @param name - `{environment}` stands for the environment's name
 * @example secrets: { PAYMENT_KEY: parameter("/{environment}/orders/payment-key") }
 */
export const parameter = (name: string, options: KeyOptions = {}): SecretReference => ({
  store: "parameterStore",
  name,
  ...options,
});

/** The reference in an environment. */
export const inEnvironment = (
  reference: SecretReference,
  environment: string,
): SecretReference => ({
  ...reference,
  name: reference.name.replaceAll("{environment}", environment),
});

const byName = "Write its name, not its ARN or its value.";

// Source: AWS Secrets Manager API Reference, "CreateSecret".
const secretName = text(
  /^([\w/+=.@-]|\{environment\}){1,512}$/,
  "a name of letters, digits and /_+=.@-, which may contain {environment}",
  byName,
);

// Source: AWS Systems Manager API Reference, "PutParameter".
const parameterName = text(
  /^([\w/.-]|\{environment\}){1,1011}$/,
  "a name of letters, digits and /_.-, which may contain {environment}",
  byName,
);

const kmsKeyArn = text(
  /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  "the ARN of a KMS key",
  "aws kms describe-key prints it, also for an alias.",
);

/** ECS separates key and version by colons. */
const withoutColon = text(/^[^:]+$/, "a non-empty string without colons");

const reference = optionsBy<SecretReference["store"]>("store", {
  secretsManager: options<ManagerSecret>({
    store: required(oneOf(["secretsManager"])),
    name: required(secretName),
    key: withoutColon,
    version: withoutColon,
    kmsKeyArn,
  }),
  parameterStore: options<ParameterSecret>({
    store: required(oneOf(["parameterStore"])),
    name: required(parameterName),
    kmsKeyArn,
  }),
});

/** A reference to a secret. */
export const secretRule: Rule = (given, argument) =>
  isObject(given)
    ? reference(given, argument)
    : [
        {
          argument,
          given,
          allowed: 'secret("…") or parameter("…")',
          fix: "Store the value in Secrets Manager or Parameter Store, and write its name here.",
        },
      ];

export const secretsRule = mapOf(
  secretRule,
  text(
    /^[A-Za-z_]\w*$/,
    "the name of a variable: letters, digits and _, not beginning with a digit",
  ),
);

/** ECS refuses a variable that is both a secret and plain text. */
export const secretFaults: JointCheck<{
  readonly secrets?: Record<string, SecretReference>;
  readonly environment?: Record<string, unknown>;
}> = ({ secrets = {}, environment = {} }) =>
  Object.keys(secrets)
    .filter((name) => name === "PORT" || Object.hasOwn(environment, name))
    .map((name) => ({
      argument: `secrets.${name}`,
      given: secrets[name],
      allowed: "names of variables that the service does not have yet",
      fix: "The variable also has a value in plain text: remove or rename one of the two.",
      isName: true,
    }));
