import type { Readable } from "node:stream";
import type { InvokeResult } from "./contract.ts";

/** A function as its `aws:lambda/function:Function` resource describes it. */
export interface FunctionSpec {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  readonly region: string;
  /** File and export, such as `index.handler`. */
  readonly handler: string;
  /** Folder with the unpacked bundle. */
  readonly codeDirectory: string;
  /** The function's own variables; it sees these, what Lambda adds, and nothing of the host's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Events that may run at once. @default the account's limit of 1,000 */
  readonly reservedConcurrency?: number;
  /** Where names of the function's VPC lead to. @default none: every name is looked up */
  readonly hosts?: HostMap;
  /**
   * Folder of the Unix domain sockets that `hosts` leads to; of those outside, the function reaches none.
   * It holds for the whole life of the function: what is told later, a function could make up.
   *
   * @default hosts lead to ports only
   */
  readonly socketFolder?: string;
  /** Gets what the function prints, and each of its failures, at its end. */
  readonly logFile: string;
}

/**
 * Addresses by `name:port`, such as `internal-orders-123.us-east-1.elb.amazonaws.com:80`. A name
 * with `null` refuses connections, as if nothing listened there.
 */
export type HostMap = Readonly<Record<string, HostAddress | null>>;

/** A TCP port, or the path of a Unix domain socket. */
export type HostAddress =
  { readonly host: string; readonly port: number } | { readonly path: string };

/** Runs one function. */
export interface FunctionRuntime {
  readonly arn: string;
  readonly counters: FunctionCounters;
  /**
   * Runs the function with an event.
   *
   * @param payload - the event as JSON text
   * @throws LambdaServiceError when Lambda would not run it: the event is too large, or as many
   *   events as are allowed run already
   */
  invoke(payload: string): Promise<InvokeResult>;
  /**
   * Runs the function with an event and streams its answer; a function that does not stream is
   * heard all at once. It runs to its end even if the stream is destroyed.
   *
   * @returns a stream that fails with a `FunctionFailedError` when the function does
   * @throws LambdaServiceError as `invoke` does
   */
  stream(payload: string): Promise<Readable>;
  /** Starts the first instance, so that the first event does not wait for it. Logs if that fails. */
  warm(): Promise<void>;
  /** Replaces the names and addresses of the function's VPC; open connections stay. */
  setHosts(hosts: HostMap): void;
  /** Ends all processes; events that still run fail. */
  close(): Promise<void>;
}

/** Named as the metrics of CloudWatch's namespace `AWS/Lambda`, and what stands behind them. */
export interface FunctionCounters {
  /** Events that were run, however they ended. */
  readonly invocations: number;
  /** Events whose function failed. */
  readonly errors: number;
  /** Events that were refused because the concurrency was used up. */
  readonly throttles: number;
  /** Events that run right now. */
  readonly concurrentExecutions: number;
  readonly instances: number;
  /** Processes that the instances share, each with one thread for them. */
  readonly threads: number;
}
