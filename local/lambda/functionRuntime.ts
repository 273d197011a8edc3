import { randomUUID } from "node:crypto";
import { ResponseStream } from "./responseStream.ts";
import { type InvokeResult, LambdaServiceError } from "./contract.ts";
import { failureLine, maxEventBytes, maxResponseBytes, responseTooLarge } from "./failures.ts";
import type { FunctionRuntime, FunctionSpec } from "./functionSpec.ts";
import { type Instance, InstancePool, type PoolOptions } from "./instancePool.ts";
import { log } from "./log.ts";

/** An account's concurrent executions in a region. (Lambda Developer Guide, "Lambda quotas") */
const accountConcurrency = 1_000;

/** No module loads faster, in ms: a shorter wait is the event loop's. */
const leastInitMs = 1;

/** Runs a function as Lambda does. Its processes start at the first event, or with `warm`. */
export function createFunctionRuntime(spec: FunctionSpec, options?: PoolOptions): FunctionRuntime {
  const pool = new InstancePool(spec, options);
  const concurrency = spec.reservedConcurrency ?? accountConcurrency;
  const counted = { invocations: 0, errors: 0, throttles: 0, concurrentExecutions: 0 };
  const onIdle: (() => void)[] = [];
  let isClosed = false;

  const admit = (payload: string): void => {
    if (isClosed) throw new LambdaServiceError("ServiceException", 500, `${spec.name} is closed`);
    if (Buffer.byteLength(payload) > maxEventBytes) {
      throw new LambdaServiceError(
        "RequestEntityTooLargeException",
        413,
        `Request must be smaller than ${maxEventBytes} bytes for the InvokeFunction operation`,
      );
    }
    if (counted.concurrentExecutions >= concurrency) {
      counted.throttles += 1;
      throw new LambdaServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
    }
  };

  /** @param ask - sends the event to the instance */
  const run = async (ask: (instance: Instance) => Promise<InvokeResult>): Promise<InvokeResult> => {
    const instance = pool.acquire();
    const { worker, initialized } = instance;
    const acquiredAt = performance.now();
    const start = await initialized;
    const readyAt = performance.now();
    if (start.functionError) {
      worker.retire();
      return start;
    }
    // Another instance's timeout has ended the worker while this one was loading.
    if (!worker.isOpen && !isClosed) return run(ask);
    const result = await ask(instance);
    pool.release(instance);
    const initMs = readyAt - acquiredAt;
    const timing = {
      ...(initMs >= leastInitMs && { initMs }),
      handlerMs: performance.now() - readyAt,
    };
    const isTooLarge = Buffer.byteLength(result.payload) > maxResponseBytes;
    return { ...(isTooLarge ? responseTooLarge() : result), timing };
  };

  const counting = async (
    requestId: string,
    work: Promise<InvokeResult>,
  ): Promise<InvokeResult> => {
    counted.invocations += 1;
    counted.concurrentExecutions += 1;
    const result = await work;
    counted.concurrentExecutions -= 1;
    if (counted.concurrentExecutions === 0) for (const resolve of onIdle.splice(0)) resolve();
    if (result.functionError) {
      counted.errors += 1;
      log(spec, failureLine(requestId, result));
    }
    return result;
  };

  const close = async () => {
    isClosed = true;
    await pool.close();
  };

  return {
    arn: spec.arn,

    get counters() {
      return { ...counted, instances: pool.instances, threads: pool.threads };
    },

    async invoke(payload) {
      admit(payload);
      const requestId = randomUUID();
      const work = run(({ id, worker }) => worker.invoke(id, requestId, spec.timeoutMs, payload));
      return { ...(await counting(requestId, work)), requestId };
    },

    async stream(payload) {
      admit(payload);
      const stream = new ResponseStream();
      const work = run((instance) => stream.run(instance, spec.timeoutMs, payload));
      void counting(stream.requestId, work).then((result) => stream.finish(result));
      return stream;
    },

    async warm() {
      const instance = pool.acquire();
      pool.release(instance);
      const start = await instance.initialized;
      if (start.functionError === undefined) return undefined;
      log(spec, `Initialization error: ${start.payload}`);
      return start.payload;
    },

    setHosts: (hosts) => pool.setHosts(hosts),

    async retire() {
      while (counted.concurrentExecutions > 0) {
        await new Promise<void>((resolve) => onIdle.push(resolve));
      }
      await close();
    },

    close,
  };
}
