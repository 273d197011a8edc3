import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Resource } from "../graph/resource.ts";
import { readServices } from "../tasks/index.ts";
import { readFunctionSecrets } from "./functionSecrets.ts";
import { type LocalSecrets, requireSecrets } from "./localSecrets.ts";
import { storeSecrets } from "./storeSecrets.ts";

interface GiveOptions {
  readonly root: string;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  /** Services and functions of an export start without the secrets that nobody has given them. */
  readonly areExports: boolean;
  readonly announce: (message: string) => void;
}

/**
 * Checks that all secrets of the regions have values, and stores those that functions read. Services get theirs when they
 * start.
 *
 * @throws MissingSecretsError, SecretConflictError, EndpointError
 */
export async function giveSecrets(
  secrets: LocalSecrets,
  regions: readonly { readonly region: string; readonly resources: Resource[] }[],
  { root, endpoints, areExports, announce }: GiveOptions,
): Promise<void> {
  const functions = regions.map(({ resources }) => readFunctionSecrets(resources));
  const services = regions.flatMap(({ resources }) => readServices(resources, root));
  try {
    requireSecrets(secrets, [...services, ...functions.flat()]);
  } catch (error) {
    if (!areExports) throw error;
    announce(`Not served: ${(error as Error).message}`);
  }
  const stored = regions.map(({ region }, index) =>
    storeSecrets(endpoints.get(region)!, functions[index]!, secrets),
  );
  if ((await Promise.all(stored)).includes(false)) {
    announce(
      "Not served: secrets of functions, at an AWS endpoint of your own. Create them there.",
    );
  }
}
