import { addedFields, labelsField, type LineField, lineFields, type LogField } from "./fields.ts";
import { edgeJson } from "./formats/edgeJson.ts";
import { executionText } from "./formats/executionText.ts";
import { firewallJson } from "./formats/firewallJson.ts";
import { flowText } from "./formats/flowText.ts";
import type { Format, ReadLine } from "./formats/format.ts";
import { lambdaText } from "./formats/lambdaText.ts";
import { ownJson } from "./formats/ownJson.ts";
import { userPoolJson } from "./formats/userPoolJson.ts";
import { labelsOf } from "./labels.ts";
import { withoutSecrets } from "./secrets.ts";
import { type Value, valueOf } from "./values.ts";

/**
 * Kinds of logs: the gateway's access and execution logs and, on one machine, its log of faults (`gateway`), the
 * firewall's, functions', services', CloudFront's (`edge`), the VPC's flow logs (`network`) and the user pool's.
 */
export type LogKind = keyof typeof formats;

const formats = {
  access: [ownJson],
  execution: [executionText],
  gateway: [ownJson],
  firewall: [firewallJson],
  function: [ownJson, lambdaText],
  service: [ownJson],
  edge: [edgeJson],
  network: [flowText],
  identity: [userPoolJson],
} satisfies Record<string, readonly Format[]>;

export const logKinds = Object.keys(formats) as LogKind[];

/** A line as CloudWatch Logs delivers it. */
export interface LogEvent {
  readonly id?: string | undefined;
  /** When CloudWatch got it, in ms since 1970. Holds if the line tells no time. */
  readonly timestamp?: number | undefined;
  /** The line. */
  readonly message: string;
}

/** Where a line was written. */
export interface LogPlace {
  readonly region?: string | undefined;
  readonly environment?: string | undefined;
  readonly account?: string | undefined;
  readonly logGroup?: string | undefined;
  readonly logStream?: string | undefined;
  /** Name of the function or service. */
  readonly source?: string | undefined;
}

/** A line under ECS's names (fields.ts), flat: `{ "trace.id": … }`. Missing values are left out. */
export interface LogDocument {
  readonly [field: string]: Value | Readonly<Record<string, string>>;
}

/**
 * A line as a document, the same for OpenSearch and the trace command. Never throws: a line in no known format is a
 * `message`. Members with secret names, and tokens in texts, are redacted.
 */
export function documentOf(kind: LogKind, event: LogEvent, place: LogPlace = {}): LogDocument {
  const { fields, others } = readLine(kind, event.message);
  const document: Record<string, LogDocument[string]> = {};
  const set = (field: LogField, value: unknown) => {
    const kept = valueOf(field, value);
    if (kept !== undefined) document[field.name] = kept;
  };
  set(lineFields.timestamp, event.timestamp);
  for (const [name, value] of Object.entries(fields)) set(lineFields[name as LineField], value);
  setPlace(kind, event, place, set, document);
  setErrors(document, set);
  setLevel(document, set);
  setTimes(kind, document, set);
  setIds(kind, document, set);
  document[lineFields.message.name] ??= summaryOf(document) || withoutSecrets(event.message);
  const labels = labelsOf(others ?? {});
  if (Object.keys(labels).length > 0) document[labelsField] = labels;
  return document;
}

type Setter = (field: LogField, value: unknown) => void;
type Draft = Readonly<Record<string, LogDocument[string]>>;

function readLine(kind: LogKind, text: string): ReadLine {
  for (const format of formats[kind]) {
    const read = format(text);
    if (read) return read;
  }
  return { fields: { message: text.trimEnd() } };
}

function setPlace(kind: LogKind, { id }: LogEvent, place: LogPlace, set: Setter, draft: Draft) {
  set(addedFields.dataset, `palisade.${kind}`);
  set(addedFields.id, id);
  set(lineFields.region, draft[lineFields.region.name] ?? place.region);
  set(addedFields.environment, place.environment);
  set(addedFields.account, place.account);
  set(addedFields.logGroup, place.logGroup);
  set(addedFields.logStream, place.logStream);
  if (kind === "function") set(addedFields.functionName, place.source);
  if (kind === "service") set(lineFields.service, draft[lineFields.service.name] ?? place.source);
}

/** The first line of an error is its message. */
function setErrors(draft: Draft, set: Setter) {
  const error = draft[lineFields.error.name];
  if (typeof error !== "string" || !error.includes("\n")) return;
  set(addedFields.stack, error);
  set(lineFields.error, error.slice(0, error.indexOf("\n")));
}

function setLevel(draft: Draft, set: Setter) {
  const status = draft[lineFields.status.name];
  const level = draft[lineFields.level.name] ?? (Number(status) >= 500 ? "error" : "info");
  set(lineFields.level, level);
  const isFailure =
    level === "error" ||
    Number(status) >= 500 ||
    draft[lineFields.errorType.name] !== undefined ||
    draft[lineFields.error.name] !== undefined;
  if (isFailure || status !== undefined) {
    set(addedFields.outcome, isFailure ? "failure" : "success");
  }
}

/** These lines have the time of the request's arrival, all others that of its end. */
const timedByStart = new Set<LogKind>(["access", "edge", "network"]);

function setTimes(kind: LogKind, draft: Draft, set: Setter) {
  const at = Date.parse(String(draft[lineFields.timestamp.name]));
  const ms = Number(draft[lineFields.durationMs.name]) / 1e6;
  if (!Number.isFinite(at) || !Number.isFinite(ms)) return;
  const start = timedByStart.has(kind) ? at : at - ms;
  set(addedFields.start, start);
  set(addedFields.end, start + ms);
}

/** The proxy function's rule, for lines of the gateway, which can't log the id that a client has chosen. */
function setIds(kind: LogKind, draft: Record<string, unknown>, set: Setter) {
  const { traceId, w3cTraceId } = lineFields;
  if (draft[w3cTraceId.name] === draft[traceId.name]) delete draft[w3cTraceId.name];
  if (kind !== "access" && kind !== "gateway") return;
  set(
    lineFields.correlationId,
    draft[lineFields.correlationId.name] ?? draft[lineFields.requestId.name],
  );
}

/** Such as `GET /orders/{id} 504 timeout`. */
const summaryOf = (draft: Draft): string =>
  [
    draft[lineFields.route.name] ??
      [draft[lineFields.method.name], draft[lineFields.path.name]].filter(Boolean).join(" "),
    draft[lineFields.status.name],
    draft[lineFields.errorType.name] ?? draft[lineFields.action.name],
  ]
    .filter(Boolean)
    .join(" ");
