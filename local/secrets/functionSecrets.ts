import { functionType } from "../lambda/readFunctions.ts";
import type { Resource } from "../graph/resource.ts";
import type { SecretOwner } from "./localSecrets.ts";

/** A function with the references in its variables `<NAME>_SECRET`, by name. */
export interface FunctionSecrets extends SecretOwner {
  readonly references: ReadonlyMap<string, SecretReference>;
}

/** A secret of Secrets Manager, or a key in it, or a parameter of Parameter Store. */
interface SecretReference {
  readonly arn: string;
  readonly name: string;
  /** `undefined` for the whole secret. */
  readonly key: string | undefined;
}

const variable = /^(\w+)_SECRET$/;

/** The functions whose variables lead to secrets, as `components/functions/secrets.ts` names them. */
export const readFunctionSecrets = (resources: readonly Resource[]): FunctionSecrets[] =>
  resources
    .filter(({ type }) => type === functionType)
    .map(({ name, inputs }) => {
      const { variables = {} } = (inputs["environment"] ?? {}) as {
        variables?: Record<string, string>;
      };
      const references = new Map(
        Object.entries(variables).flatMap(([key, value]) => {
          const secret = variable.exec(key)?.[1];
          const reference = secret === undefined ? undefined : readReference(value);
          return reference ? [[secret!, reference] as const] : [];
        }),
      );
      return { name, secrets: [...references.keys()], references };
    })
    .filter(({ secrets }) => secrets.length > 0);

/** An ARN; in ECS's format the key of a secret follows it. */
function readReference(value: unknown): SecretReference | undefined {
  const [, arn = "", service, resource = "", key] =
    /^(arn:[\w-]+:(secretsmanager|ssm):[\w-]+:\d{12}:(?:secret:)?([^:]+))(?::([^:]*):[^:]*:[^:]*)?$/.exec(
      String(value),
    ) ?? [];
  if (service === undefined) return undefined;
  if (service === "secretsmanager")
    return { arn, name: resource.slice(0, -7), key: key || undefined };
  const path = resource.replace("parameter/", "");
  // Names with a slash begin with one.
  return { arn, name: path.includes("/") ? `/${path}` : path, key: undefined };
}
