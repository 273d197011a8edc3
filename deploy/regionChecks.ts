import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { checkHealth } from "./health.ts";
import type { DeployOptions } from "./options.ts";
import type { DeployedStack } from "./stack.ts";
import { firingAlarms, type Target } from "./target.ts";

/** A region was deployed but does not work. */
class RegionCheckError extends Error {
  override readonly name = "RegionCheckError";
}

interface CheckedStack {
  readonly name: string;
  readonly region: string;
  readonly stack: DeployedStack;
}

interface RegionChecksOptions {
  readonly options: Pick<DeployOptions, "watchSeconds" | "healthTimeoutSeconds">;
  readonly target: Target;
  readonly signal: AbortSignal;
}

/** Checks deployed regions by the health route and the alarms in their stacks' outputs. */
export class RegionChecks {
  readonly #options: RegionChecksOptions;
  readonly #print: (name: string, text: string) => void;
  /** Alarms that fired before the deployment, by stack: it did not cause them. */
  readonly #firingBefore = new Map<string, string[]>();

  /** @param print - prints a line about a stack */
  constructor(options: RegionChecksOptions, print: (name: string, text: string) => void) {
    this.#options = options;
    this.#print = print;
  }

  /** Notes the alarms that fire before a deployment. */
  async noteFiring(stacks: readonly CheckedStack[]): Promise<void> {
    await Promise.all(
      stacks.map(async ({ name, region, stack }) => {
        const names = alarmNamesIn(await stack.outputs());
        const { target } = this.#options;
        this.#firingBefore.set(name, await firingAlarms(target.cloudWatch(region), names));
      }),
    );
  }

  /** @throws RegionCheckError when the region is not healthy, or an alarm fires that did not before */
  async check(checked: CheckedStack): Promise<void> {
    const { options, signal, target } = this.#options;
    const { name, region, stack } = checked;
    const outputs = await stack.outputs();
    const healthUrl = outputs["healthUrl"]?.value as string | undefined;
    const alarmNames = alarmNamesIn(outputs);
    this.#print(name, inWords(healthUrl, alarmNames, options.watchSeconds));
    if (!healthUrl && alarmNames.length === 0) return;
    let reached: Awaited<ReturnType<Target["reach"]>> | undefined;
    try {
      reached = healthUrl ? await target.reach(stack, healthUrl, signal) : undefined;
      await checkHealth({
        healthUrl: reached?.url,
        newlyFiringAlarms: async () => {
          const firing = await firingAlarms(target.cloudWatch(region), alarmNames);
          return firing.filter((alarm) => !this.#firingBefore.get(name)?.includes(alarm));
        },
        watchMs: options.watchSeconds * 1000,
        timeoutMs: options.healthTimeoutSeconds * 1000,
        signal,
      });
    } catch (error) {
      throw new RegionCheckError(`deployed, but not healthy: ${(error as Error).message}`);
    } finally {
      await reached?.close();
    }
    this.#print(name, "healthy");
  }
}

const alarmNamesIn = (outputs: OutputMap): string[] =>
  (outputs["alarmNames"]?.value ?? []) as string[];

function inWords(
  healthUrl: string | undefined,
  alarmNames: readonly string[],
  seconds: number,
): string {
  const checks = [
    ...(healthUrl ? ["its health route"] : []),
    ...(alarmNames.length > 0 ? [`${alarmNames.length} alarms`] : []),
  ];
  if (checks.length === 0) return "has neither a health route nor alarms to check";
  return `checking ${checks.join(" and ")}${seconds > 0 ? ` for ${seconds} s` : ""}`;
}
