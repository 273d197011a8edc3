import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { checkHealth } from "./health.ts";
import type { DeployOptions } from "./options.ts";
import type { ServedStack } from "./servedHealth.ts";
import type { DeployedStack } from "./stack.ts";
import { firingAlarms, type Target } from "./target.ts";

/** A region was deployed but does not work. */
class RegionCheckError extends Error {
  override readonly name = "RegionCheckError";
}

interface CheckedStack {
  readonly name: string;
  readonly region: string;
  readonly edge: boolean;
  readonly stack: Pick<DeployedStack, "name" | "outputs" | "changedAt" | "export">;
}

interface RegionChecksOptions {
  readonly options: Pick<DeployOptions, "watchSeconds" | "healthTimeoutSeconds">;
  readonly target: Target;
  /** The home region, if it is deployed. */
  readonly home: () => Promise<ServedStack | undefined>;
  readonly signal: AbortSignal;
}

/**
 * Checks deployed regions by the health route and the alarms in their stacks' outputs. A check only
 * depends on what is deployed: it keeps no record of earlier checks, so none can be skipped.
 */
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
    const regions = stacks.filter(({ edge }) => !edge);
    await Promise.all(
      regions.map(async ({ name, region, stack }) => {
        const names = alarmNamesIn(await stack.outputs());
        const { target } = this.#options;
        this.#firingBefore.set(name, await firingAlarms(target.cloudWatch(region), names));
      }),
    );
  }

  /**
   * Checks a region, however little this deployment has changed in it. The edge has nothing to check.
   *
   * @param watched - also watches it until `--watch` seconds after its last change: an alarm of an older
   * change would be firing by now
   * @throws RegionCheckError when the region is not healthy or can't be checked, an alarm fires that did
   * not before, or one that did does not stop
   */
  async check(checked: CheckedStack, watched: boolean): Promise<void> {
    if (checked.edge) return;
    try {
      await this.#check(checked, watched);
    } catch (error) {
      throw new RegionCheckError(`deployed, but not healthy: ${(error as Error).message}`);
    }
    this.#print(checked.name, "healthy");
  }

  async #check(checked: CheckedStack, watched: boolean): Promise<void> {
    const { name, region, stack } = checked;
    const { options, signal, target, home } = this.#options;
    const outputs = await stack.outputs();
    const healthUrl = outputs["healthUrl"]?.value as string | undefined;
    const alarmNames = alarmNamesIn(outputs);
    if (!healthUrl && alarmNames.length === 0) {
      throw new Error("the stack has neither healthUrl nor alarmNames among its outputs");
    }
    const leftMs = await this.#leftToWatch(stack);
    const watchMs = watched ? leftMs : 0;
    this.#print(name, inWords(healthUrl, alarmNames, watchMs / 1000));
    const reached = healthUrl
      ? await target.reach(checked, await home(), healthUrl, signal)
      : undefined;
    try {
      await checkHealth({
        healthUrl: reached?.url,
        firingAlarms: async () => {
          const firing = await firingAlarms(target.cloudWatch(region), alarmNames);
          const before = this.#firingBefore.get(name) ?? [];
          return {
            newly: firing.filter((alarm) => !before.includes(alarm)),
            still: firing.filter((alarm) => before.includes(alarm)),
          };
        },
        watchMs,
        recoveryMs: leftMs,
        timeoutMs: options.healthTimeoutSeconds * 1000,
        signal,
      });
    } finally {
      await reached?.close();
    }
  }

  /** How long alarms may still take to show what the stack's last change has done, in ms. */
  async #leftToWatch(stack: CheckedStack["stack"]): Promise<number> {
    const wholeMs = this.#options.options.watchSeconds * 1000;
    if (wholeMs === 0) return 0;
    const changedAt = await stack.changedAt();
    const passedMs = changedAt ? Math.max(0, Date.now() - changedAt.getTime()) : 0;
    return Math.max(0, wholeMs - passedMs);
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
  return `checking ${checks.join(" and ")}${seconds > 0 ? ` for ${Math.ceil(seconds)} s` : ""}`;
}
