import { offlineStack } from "../../local/sources/offlineStack.ts";
import { TuneError } from "./tuneError.ts";

/** The proxy function of a service, as a stack declares it. */
export interface ProxyFunction {
  readonly region: string;
  readonly memoryMb: number;
  /** Environments that are kept warm. */
  readonly provisionedConcurrency: number;
  /** Its archive. */
  readonly code: unknown;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds a service's proxy function in a stack.
 *
 * @throws ProjectError when there is no such stack
 * @throws TuneError when the stack has no function for the service
 */
export async function proxyFunctionOf(
  root: string,
  service: string,
  environment: string,
  region: string | undefined,
): Promise<ProxyFunction> {
  const stack = await offlineStack(root, environment, region);
  const functions = stack.resources.filter(({ type }) => type === "aws:lambda/function:Function");
  const name = `${environment}-${service}-proxy`;
  const found = functions.find((each) => each.name === name);
  if (found === undefined) {
    const names = functions
      .map((each) => new RegExp(`^${environment}-(.+)-proxy$`).exec(each.name)?.[1])
      .filter((each) => each !== undefined && !each.endsWith("-stream"));
    throw new TuneError(
      `No route leads to a service "${service}" by a proxy function. Use one of: ${names.join(", ")}.`,
    );
  }
  const { code, memorySize, environment: settings } = found.inputs;
  const warm = stack.resources.find(
    (each) =>
      each.type === "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig" &&
      each.name === name,
  );
  return {
    region: stack.region,
    memoryMb: Number(memorySize),
    provisionedConcurrency: Number(warm?.inputs["provisionedConcurrentExecutions"] ?? 0),
    code,
    environment: (settings as { variables?: Record<string, string> } | undefined)?.variables ?? {},
  };
}
