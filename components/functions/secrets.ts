import type { SecretReference } from "../service/index.ts";
import type { OptionFault } from "../shared/errors.ts";

/** Variable that leads a function to a secret. `functions/secrets/readSecret.ts` reads the value. */
export const secretVariable = (name: string): string => `${name}_SECRET`;

/** Length of an ARN without the secret's name. */
const arnBytes = 100;

/** Bytes of the variables of secrets. */
export const secretBytes = (secrets: Readonly<Record<string, SecretReference>> = {}): number =>
  Object.entries(secrets).reduce(
    (sum, [variable, reference]) =>
      sum + arnBytes + Buffer.byteLength(variable + JSON.stringify(reference)),
    0,
  );

/** Secrets whose variable exists twice, or that would not follow a rotation. */
export const functionSecretFaults = ({
  secrets = {},
  environment = {},
}: {
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  readonly environment?: Readonly<Record<string, string>>;
}): OptionFault[] =>
  Object.entries(secrets).flatMap(([name, reference]): OptionFault[] => [
    ...(/^[A-Za-z]/.test(name)
      ? []
      : [
          {
            argument: `secrets.${name}`,
            given: name,
            allowed: "names that begin with a letter, as Lambda's variables do",
            isName: true,
          },
        ]),
    ...(Object.hasOwn(environment, secretVariable(name))
      ? [
          {
            argument: `environment.${secretVariable(name)}`,
            given: "a value",
            allowed: `another name: this variable leads to the secret ${name}`,
          },
        ]
      : []),
    ...("version" in reference && reference.version !== undefined
      ? [
          {
            argument: `secrets.${name}.version`,
            given: reference.version,
            allowed: "nothing for functions, which read the current version",
            fix: "Remove it.",
          },
        ]
      : []),
  ]);
