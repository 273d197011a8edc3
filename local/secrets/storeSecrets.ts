import { type AwsEndpoint, EndpointError, ownAuthorization } from "../aws/endpoint.ts";
import type { FunctionSecrets } from "./functionSecrets.ts";
import type { LocalSecrets } from "./localSecrets.ts";

/** Functions have different values for one secret. */
class SecretConflictError extends Error {
  override readonly name = "SecretConflictError";
}

/** A secret's values, whole or by key, with the lines of `.env.local` that they are from. */
interface Given {
  readonly arn: string;
  readonly name: string;
  readonly byKey: Map<string | undefined, { value: string; line: string }>;
}

/**
 * Puts the values of functions' secrets into the region's AWS endpoint, which keeps them in memory. Functions read them
 * there with their roles' permissions. Secrets without a value are left out.
 *
 * @returns false at an endpoint of the user's own, which stores its secrets itself
 * @throws SecretConflictError, EndpointError
 */
export async function storeSecrets(
  aws: AwsEndpoint,
  functions: readonly FunctionSecrets[],
  secrets: LocalSecrets,
): Promise<boolean> {
  const stored = given(functions, secrets).map(({ arn, name, byKey }) => ({
    ...{ arn, name },
    value: textOf(byKey),
  }));
  if (stored.length === 0) return true;
  if (!aws.accessKey) return false;
  const response = await fetch(`${aws.url}/_palisade/secrets`, {
    method: "POST",
    headers: ownAuthorization(aws),
    body: JSON.stringify(stored),
  });
  if (response.ok) return true;
  throw new EndpointError(`${aws.url} does not store secrets: status ${response.status}.`);
}

function given(functions: readonly FunctionSecrets[], secrets: LocalSecrets): Given[] {
  const byArn = new Map<string, Given>();
  for (const owner of functions) {
    const values = secrets.of(owner);
    for (const [variable, { arn, name, key }] of owner.references) {
      const value = values[variable];
      if (value === undefined) continue;
      const { byKey } = byArn.get(arn) ?? { byKey: new Map() as Given["byKey"] };
      byArn.set(arn, { arn, name, byKey });
      const line = secrets.lineOf(owner, variable);
      const other = byKey.get(key);
      if (other && other.value !== value) {
        throw new SecretConflictError(
          `${other.line} and ${line} in .env.local are the same secret, ${name}. Give both the same value.`,
        );
      }
      byKey.set(key, { value, line });
    }
  }
  return [...byArn.values()];
}

/** The whole secret, or an object of the keys that functions read. */
const textOf = (byKey: Given["byKey"]): string =>
  byKey.get(undefined)?.value ??
  JSON.stringify(Object.fromEntries([...byKey].map(([key, { value }]) => [key, value])));
