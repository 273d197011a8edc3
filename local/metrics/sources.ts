/** What a region tells of its functions. */
export interface MeasuredFunction {
  readonly name: string;
  /** Since the function's process was started. */
  readonly counters: {
    readonly invocations: number;
    readonly errors: number;
    readonly throttles: number;
    readonly concurrentExecutions: number;
  };
  /** @default none is reserved */
  readonly reservedConcurrency?: number | undefined;
}

/** What a region tells of its services. */
export interface MeasuredService {
  /** The name of its resource. */
  readonly name: string;
  /** Whether it has a process that has been healthy. */
  readonly isRunning: boolean;
  /** Its process, which leads those that it has started. */
  readonly pid: number | undefined;
  /** Resolves with whether its health check succeeds. */
  isHealthy(): Promise<boolean>;
}

/** A queue's messages. */
export interface MeasuredQueue {
  readonly name: string;
  readonly visible: number;
  /** Of the oldest message, in seconds; 0 for an empty queue. */
  readonly oldestSeconds: number;
}
