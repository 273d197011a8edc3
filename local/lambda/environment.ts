import { randomBytes } from "node:crypto";
import type { FunctionSpec } from "./functionSpec.ts";

/** The log group and stream of a function's output. */
interface LogDestination {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** The function's log group and a new stream in it, with names as Lambda makes them. */
export function createLogDestination(functionName: string): LogDestination {
  const date = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `${date}/[$LATEST]${randomBytes(16).toString("hex")}`,
  };
}

/**
 * A function's environment: variables that it may override, its own, and Lambda's reserved ones.
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
    // Not set by Lambda: keeps an AWS SDK from finding the developer's credentials.
    HOME: spec.codeDirectory,
    // Not set by Lambda, which runs a newer Node.js than some machines.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
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
