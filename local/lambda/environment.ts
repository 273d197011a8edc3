import { randomBytes } from "node:crypto";
import type { FunctionSpec } from "./functionSpec.ts";

/** Where Lambda puts a function's output. */
export interface LogDestination {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** The function's log group and a new stream in it, in the form that Lambda gives them. */
export function createLogDestination(functionName: string): LogDestination {
  const date = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `${date}/[$LATEST]${randomBytes(16).toString("hex")}`,
  };
}

/**
 * The variables that a function sees: what it may override, its own, and what Lambda reserves.
 *
 * Source: Lambda Developer Guide, "Working with Lambda environment variables".
 */
export function functionEnvironment(
  spec: FunctionSpec,
  log: LogDestination,
): Record<string, string> {
  return {
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    TZ: ":UTC",
    // Not of Lambda's: keeps an AWS SDK without credentials from finding the developer's own.
    HOME: spec.codeDirectory,
    ...spec.environment,
    _HANDLER: spec.handler,
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".")[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: log.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: log.logStreamName,
    LAMBDA_TASK_ROOT: spec.codeDirectory,
  };
}
