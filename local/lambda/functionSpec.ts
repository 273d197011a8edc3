import type { Readable } from "node:stream";
import type { InvokeResult } from "./contract.ts";

/** A function, as described by its `aws:lambda/function:Function` resource. */
export interface FunctionSpec {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  readonly region: string;
  /** File and export, such as `index.handler`. */
  readonly handler: string;
  /** Folder with the unpacked bundle. */
  readonly codeDirectory: string;
  /** The function's variables. It sees only these and Lambda's, none of the host's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Concurrent executions. @default the account's limit of 1,000 */
  readonly reservedConcurrency?: number;
  /** Targets of the names in the function's VPC. @default none: all names are resolved by DNS */
  readonly hosts?: HostMap;
  /**
   * Folder of the Unix domain sockets in `hosts`; the function can connect to no others. It is fixed for the
   * life of the function, which could forge later messages.
   *
   * @default `hosts` has only ports
   */
  readonly socketFolder?: string;
  /** Called with a name in `hosts` to which the network has dropped a connection. @default not told */
  readonly onUnreachable?: (name: string) => void;
  /** File to which the function's output and its failures are appended. */
  readonly logFile: string;
}

/**
 * Addresses by `name:port`, such as `internal-orders-123.us-east-1.elb.amazonaws.com:80`. For `null`,
 * connections are refused as by a closed port.
 */
export type HostMap = Readonly<Record<string, HostAddress | Unreachable | null>>;

/** A name to which the network drops all packets: connections fail with ETIMEDOUT after this time. */
export interface Unreachable {
  readonly timesOutAfterMs: number;
}

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
   * @throws LambdaServiceError when Lambda refuses the event: it is too large, or the concurrency is
   *   used up
   */
  invoke(payload: string): Promise<InvokeResult>;
  /**
   * Runs the function with an event and streams its response; a function that does not stream responds
   * in one piece. It runs to its end even if the stream is destroyed.
   *
   * @returns a stream that fails with a `FunctionFailedError` when the function fails
   * @throws LambdaServiceError as `invoke` does
   */
  stream(payload: string): Promise<Readable>;
  /** Starts the first instance ahead of the first event. Logs a failure, and returns Lambda's error object as JSON. */
  warm(): Promise<string | undefined>;
  /**
   * Replaces the names and addresses of the function's VPC. Connections to other addresses close when they are idle.
   *
   * @returns resolves when none is left
   */
  setHosts(hosts: HostMap): Promise<void>;
  /** Ends all processes once no event is running. */
  retire(): Promise<void>;
  /** Ends all processes; running events fail. */
  close(): Promise<void>;
}

/** What invokers need of a function. */
export type Invocable = Pick<FunctionRuntime, "arn" | "invoke" | "stream">;

/** Counters named like the metrics in CloudWatch's namespace `AWS/Lambda`, and their instances. */
export interface FunctionCounters {
  /** Events that have run, successfully or not. */
  readonly invocations: number;
  /** Events whose function failed. */
  readonly errors: number;
  /** Events refused because the concurrency was used up. */
  readonly throttles: number;
  /** Events running now. */
  readonly concurrentExecutions: number;
  readonly instances: number;
  /** Processes that the instances share, with one thread each. */
  readonly threads: number;
}
