import { gunzipSync } from "node:zlib";
import {
  documentOf,
  type LogDocument,
  type LogKind,
  logKinds,
  type LogPlace,
} from "../document.ts";

/** What CloudWatch Logs sends for a subscription filter, compressed. Source: CloudWatch Logs User Guide, "Log group-level subscription filters". */
export interface Subscription {
  /** `CONTROL_MESSAGE` only tests whether the stream can be reached. */
  readonly messageType: "DATA_MESSAGE" | "CONTROL_MESSAGE";
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** Names of the filters that matched. */
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly {
    readonly id: string;
    readonly timestamp: number;
    readonly message: string;
  }[];
}

/** A record is not what CloudWatch Logs sends. */
class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
}

/** Decompressed bytes of a record at most; CloudWatch Logs sends about 1 MB. */
const maxBytes = 64_000_000;

/** @param data - of a Firehose record, in base64 @throws Error when it is not a subscription's */
export function readSubscription(data: string): Subscription {
  const text = gunzipSync(Buffer.from(data, "base64"), { maxOutputLength: maxBytes });
  const read = JSON.parse(text.toString("utf8")) as Partial<Subscription> | null;
  if (typeof read?.messageType === "string" && Array.isArray(read.logEvents)) {
    return read as Subscription;
  }
  throw new SubscriptionError("The record has no messageType and logEvents.");
}

/**
 * The documents of a record. Its filter's name tells the kind of log and its source, as
 * `palisade/function/dev-orders-proxy` does; without such a name the kind is `service`, which reads any line.
 */
export function documentsOf(
  { owner, logGroup, logStream, subscriptionFilters, logEvents }: Subscription,
  place: Pick<LogPlace, "region" | "environment">,
): LogDocument[] {
  const [, kind, source] =
    subscriptionFilters
      .map((name) => /^palisade\/(\w+)(?:\/(.+))?$/.exec(name))
      .find((match) => match && logKinds.includes(match[1] as LogKind)) ?? [];
  const whole = { ...place, account: owner, logGroup, logStream, source };
  return logEvents.map((event) => documentOf((kind ?? "service") as LogKind, event, whole));
}
