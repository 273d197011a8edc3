import type { FunctionSpec, HostMap } from "./functionSpec.ts";

/** Data for the start of a function's process. */
export interface WorkerData {
  readonly function: Pick<FunctionSpec, "name" | "arn" | "handler" | "codeDirectory" | "memoryMb">;
  /** The function's complete environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder that replaces `/tmp`. */
  readonly temporaryDirectory: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly hosts: HostMap;
  /** Folder of the sockets in `hosts`. */
  readonly socketFolder?: string;
}

/** Messages to a function's process. Events are sent as unparsed JSON: see `frames.mjs`. */
export type ToWorker =
  /** The first message, sent once. */
  | readonly ["start", data: WorkerData]
  | readonly ["initialize", instance: number]
  | readonly ["invoke", instance: number, requestId: string, deadline: number, payload: string]
  /** Like `invoke`, but the response arrives in chunks. */
  | readonly ["stream", instance: number, requestId: string, deadline: number, payload: string]
  /** The reader has consumed this many bytes of an instance's chunks; it may send as many more. */
  | readonly ["read", instance: number, bytes: number]
  | readonly ["hosts", hosts: HostMap, revision: number]
  | readonly ["ping"];

/** Messages from a function's process: the result of an instance's last message, or of `ping`. */
export type FromWorker =
  | readonly ["succeeded", instance: number, payload: string]
  | readonly ["failed", instance: number, payload: string]
  /** The network has dropped a connection to this name of \`hosts\`. */
  | readonly ["unreachable", name: string]
  /** No connection is left to an address that this revision of \`hosts\` lacks. */
  | readonly ["moved", revision: number]
  | readonly ["chunk", instance: number, bytes: Uint8Array]
  | readonly ["pong"];
