import type { AwsRequest } from "../aws/cognito/index.ts";
import { randomHex } from "../gateway/exchange/ids.ts";
import type { SpanKind } from "./record.ts";
import type { CallRecorder } from "./recorder.ts";
import type { TracedSpan } from "./traces.ts";

const kinds: Readonly<Record<string, SpanKind>> = { dynamodb: "table", sqs: "queue", s3: "bucket" };

/**
 * Adds a request to AWS to the call that it belongs to: by its trace, else to the only call in progress in the region.
 *
 * @param isPlatform - whether an access key is the platform's own, whose requests belong to no call
 */
export function addAwsRequest(
  recorder: CallRecorder,
  request: AwsRequest,
  isPlatform: (accessKeyId: string) => boolean,
): void {
  const { trace, accessKeyId } = request;
  const [, root, parent] =
    /^Root=(1-[\da-f]{8}-[\da-f]{24})(?:;Parent=([\da-f]{16}))?/.exec(trace ?? "") ?? [];
  if (root !== undefined) return recorder.addSpan(root, spanOf(request, parent));
  if (accessKeyId === undefined || isPlatform(accessKeyId)) return;
  recorder.addUntraced(request.region, spanOf(request, undefined));
}

function spanOf(request: AwsRequest, parent: string | undefined): TracedSpan {
  const { service = "aws", operation, resource, status, startedAt, endedAt } = request;
  return {
    id: randomHex(16),
    parent,
    name: [operation, resource].filter((each) => each !== undefined).join(" "),
    kind: kinds[service] ?? "aws",
    startedAt,
    endedAt,
    attributes: { service, operation, ...(resource !== undefined && { resource }), status },
  };
}
