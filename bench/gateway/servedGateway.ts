import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { root } from "../../tests/support/platformProcess.ts";

const processFile = fileURLToPath(new URL("gatewayProcess.ts", import.meta.url));

/** Addresses of the gateway's process, and a token that its APIs accept. */
export interface Served {
  /** The API with few routes. */
  readonly few: string;
  /** The API with many routes. */
  readonly many: string;
  /** The private service itself. */
  readonly serviceUrl: string;
  readonly idToken: string;
}

/** A region's gateways, functions and service, in processes of their own. */
export interface ServedGateway extends Served {
  /** Memory in use after a garbage collection. */
  memory(): Promise<NodeJS.MemoryUsage>;
  /** Time of the processor that its process has used, in ms. */
  processorMs(): Promise<number>;
  stop(): Promise<unknown>;
}

/**
 * Node.js flags, such as `--cpu-prof`, apply to the gateway's process too.
 *
 * @param args - such as `records`
 */
export async function serveGateway(...args: string[]): Promise<ServedGateway> {
  const child = fork(processFile, args, {
    cwd: root,
    execArgv: [...process.execArgv, "--import", "tsx", "--expose-gc"],
  });
  const exited = once(child, "exit");
  const failed = exited.then(([code]) => {
    throw new Error(`The gateway's process ended with ${code}.`);
  });
  failed.catch(() => {});
  const [served] = (await Promise.race([once(child, "message"), failed])) as [Served];
  return {
    ...served,
    memory: async () => {
      child.send("memory");
      const [memory] = (await once(child, "message")) as [NodeJS.MemoryUsage];
      return memory;
    },
    processorMs: async () => {
      child.send("processor");
      const [{ user, system }] = (await once(child, "message")) as [NodeJS.CpuUsage];
      return (user + system) / 1_000;
    },
    stop: () => {
      if (child.connected) child.disconnect();
      return exited;
    },
  };
}
