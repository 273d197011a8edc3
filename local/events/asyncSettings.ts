import type { Resource } from "../graph/resource.ts";
import { functionType } from "../lambda/readFunctions.ts";

/** What becomes of a function's asynchronous calls. */
export interface AsyncSettings {
  readonly roleArn: string;
  /** Repetitions after a failure, at most 2. */
  readonly maxRetries: number;
  /** ARNs that receive a record of a call that failed for good, or that succeeded. */
  readonly onFailure?: string;
  readonly onSuccess?: string;
  /** The function's dead-letter queue, which receives the event itself. */
  readonly deadLetterArn?: string;
}

const configType = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** Lambda's default and highest number. (Lambda API Reference, "PutFunctionEventInvokeConfig") */
const defaultRetries = 2;

/** @param functionArn - with or without a qualifier, which selects the settings */
export function asyncSettingsOf(
  functionArn: string,
  resources: readonly Resource[],
): AsyncSettings | undefined {
  const [, , , , , , name, qualifier = "$LATEST"] = functionArn.split(":");
  const target = resources.find(
    ({ type, outputs }) => type === functionType && outputs["name"] === name,
  );
  if (!target) return undefined;
  const config = resources.find(
    ({ type, inputs }) =>
      type === configType &&
      [name, target.outputs["arn"]].includes(inputs["functionName"]) &&
      (inputs["qualifier"] ?? "$LATEST") === qualifier,
  );
  const { onFailure, onSuccess } = (config?.inputs["destinationConfig"] ?? {}) as Destinations;
  const deadLetter = target.inputs["deadLetterConfig"] as { targetArn?: string } | undefined;
  return {
    roleArn: String(target.inputs["role"]),
    maxRetries: Number(config?.inputs["maximumRetryAttempts"] ?? defaultRetries),
    ...(onFailure && { onFailure: onFailure.destination }),
    ...(onSuccess && { onSuccess: onSuccess.destination }),
    ...(deadLetter?.targetArn && { deadLetterArn: deadLetter.targetArn }),
  };
}

interface Destinations {
  readonly onFailure?: { readonly destination: string };
  readonly onSuccess?: { readonly destination: string };
}

/** Sentences about destinations of asynchronous calls that are not served: all but queues. */
export function unservedDestinations(resources: readonly Resource[]): string[] {
  return resources.flatMap(({ type, name, inputs }) => {
    if (type !== configType) return [];
    const destinations = (inputs["destinationConfig"] ?? {}) as Destinations;
    return [destinations.onFailure, destinations.onSuccess].flatMap((each) =>
      each === undefined || isQueue(each.destination)
        ? []
        : [`Not served: ${configType} "${name}": the destination ${each.destination}`],
    );
  });
}

export const isQueue = (arn: string): boolean => arn.split(":")[2] === "sqs";
