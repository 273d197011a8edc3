import type { FunctionSpec, HostMap } from "./functionSpec.ts";

/** What a thread is told when it starts. */
export interface ThreadData {
  readonly function: Pick<
    FunctionSpec,
    "name" | "arn" | "handler" | "codeDirectory" | "memoryMb" | "logFile"
  >;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly hosts: HostMap;
}

/**
 * To a thread. Events travel as the JSON text they came in: a string is copied whole, an object
 * graph would be walked on both sides.
 */
export type ToThread =
  | readonly ["initialize", instance: number]
  | readonly ["invoke", instance: number, requestId: string, deadline: number, payload: string]
  /** Like `invoke`, but the answer comes in chunks. */
  | readonly ["stream", instance: number, requestId: string, deadline: number, payload: string]
  /** So many bytes of an instance's chunks have been read: it may send as many more. */
  | readonly ["read", instance: number, bytes: number]
  | readonly ["hosts", hosts: HostMap]
  | readonly ["ping"];

/** From a thread: how what an instance was last told ended, or the answer to `ping`. */
export type FromThread =
  | readonly ["succeeded", instance: number, payload: string]
  | readonly ["failed", instance: number, payload: string]
  | readonly ["chunk", instance: number, bytes: Uint8Array]
  | readonly ["pong"];
