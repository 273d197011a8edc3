import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { Behavior, Origin, Target } from "../model.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import type { Validators } from "./originHeaders.ts";

/** A request to an origin. */
export interface OriginRequest {
  readonly viewer: ViewerRequest;
  readonly behavior: Behavior;
  readonly target: Target;
  /** The version in the cache, to be confirmed. */
  readonly stale?: Validators | undefined;
  /** The response to the viewer; when it closes, the request ends. @default it never does */
  readonly client?: ServerResponse | undefined;
}

/** The response of an origin, or an error that CloudFront generates in its place. */
export interface OriginResponse {
  readonly status: number;
  /** Alternating names and values, without those of the connection. */
  readonly headers: readonly string[];
  readonly body: Readable | Buffer;
  /** The region that responded. */
  readonly region: string | undefined;
  /** True without a response of the origin. */
  readonly isGenerated: boolean;
}

/** Sends a request to an origin. */
export type FetchOrigin<Kind extends Origin = Origin> = (
  origin: Kind,
  request: OriginRequest,
) => Promise<OriginResponse | OriginFailure>;

/** An origin's failure to respond. */
export type OriginFailure = "unreachable" | "timeout" | "abandoned";

/** Looks up a header in alternating names and values. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]!.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}
