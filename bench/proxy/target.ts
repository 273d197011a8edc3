import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What the benchmark calls. */
export interface TargetSpec {
  readonly name: string;
  /** CommonJS file and the handler's name in it, or one of the two ways without a proxy. */
  readonly handler: readonly [file: string, name: string] | readonly ["client" | "socket"];
  /** Beyond the service's address and name. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Target extends TargetSpec {
  /** @returns times of so many calls, one after the other, in ms */
  measure(calls: number): Promise<number[]>;
  stop(): void;
}

const file = fileURLToPath(new URL("targetProcess.ts", import.meta.url));

/** Starts a target in a process of its own. */
export function startTarget(spec: TargetSpec, serviceUrl: string): Target {
  const { handler, environment } = spec;
  const child = fork(file, [...handler], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, SERVICE_URL: serviceUrl, SERVICE_NAME: "bench", ...environment },
  });
  return {
    ...spec,
    measure: async (calls) => {
      child.send(calls);
      const [times] = (await once(child, "message")) as [number[]];
      return times;
    },
    stop: () => child.disconnect(),
  };
}
