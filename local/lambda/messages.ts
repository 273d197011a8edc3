import type { FunctionSpec, HostMap } from "./functionSpec.ts";

/** What a function's process is told when it starts. */
export interface WorkerData {
  readonly function: Pick<FunctionSpec, "name" | "arn" | "handler" | "codeDirectory" | "memoryMb">;
  /** All variables that the function sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder that takes the place of `/tmp`. */
  readonly temporaryDirectory: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly hosts: HostMap;
  /** Folder of the sockets that hosts lead to. */
  readonly socketFolder?: string;
}

/** To a function's process. Events travel as the JSON text they came in: see `frames.mjs`. */
export type ToWorker =
  /** Comes first, and once. */
  | readonly ["start", data: WorkerData]
  | readonly ["initialize", instance: number]
  | readonly ["invoke", instance: number, requestId: string, deadline: number, payload: string]
  /** Like `invoke`, but the answer comes in chunks. */
  | readonly ["stream", instance: number, requestId: string, deadline: number, payload: string]
  /** So many bytes of an instance's chunks have been read: it may send as many more. */
  | readonly ["read", instance: number, bytes: number]
  | readonly ["hosts", hosts: HostMap]
  | readonly ["ping"];

/** From a function's process: how what an instance was last told ended, or the answer to `ping`. */
export type FromWorker =
  | readonly ["succeeded", instance: number, payload: string]
  | readonly ["failed", instance: number, payload: string]
  | readonly ["chunk", instance: number, bytes: Uint8Array]
  | readonly ["pong"];
