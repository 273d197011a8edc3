import { RestApiDefinitionError } from "../../errors.ts";
import { resolveStageVariables } from "../../exchange/template.ts";

type TransferMode = "BUFFERED" | "STREAM";

/** A function's URI by the transfer mode of its response; the group is the function's ARN. */
const uris = {
  BUFFERED:
    /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/,
  STREAM:
    /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2021-11-15\/functions\/(arn:[^/]+)\/response-streaming-invocations$/,
};

/**
 * Reads a function's ARN from the URI of an integration or authorizer.
 *
 * @param subject - the integration's route or the authorizer, for errors
 * @throws RestApiDefinitionError for any other URI
 */
export function functionArnOf(
  subject: string,
  uri = "",
  stageVariables: Readonly<Record<string, string>>,
  mode: TransferMode = "BUFFERED",
): string {
  const resolved = resolveStageVariables(uri, stageVariables);
  const functionArn = uris[mode].exec(resolved)?.[1];
  if (functionArn === undefined) {
    const kind = mode === "STREAM" ? "response-streaming URI" : "invocation URI";
    throw new RestApiDefinitionError(subject, `"${resolved}" is not a Lambda function's ${kind}`);
  }
  return functionArn;
}
