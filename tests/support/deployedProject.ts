import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LocalAccount, startLocalAccount } from "../../local/engine/localAccount.ts";
import type { Pulumi } from "../../project/engine/findPulumi.ts";
import type { Properties } from "../../local/graph/resource.ts";
import { nameOf } from "../../project/urn.ts";
import { Children } from "../../project/children.ts";
import { Inventory, type InventoryEntry } from "../../local/provider/inventory.ts";
import { attach } from "./attached/index.ts";
import { addEnvironment } from "./copyProgram.ts";
import { copyProject, engineOrSkip, type Outcome, type Project } from "./engine.ts";

/** The engine's operation on one resource. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  /** Inputs that require a replacement. */
  readonly replaceReasons?: string[];
  /** Inputs that change. */
  readonly diffReasons?: string[];
}

/** A line of the engine's event log. */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: EngineStep };
  readonly resOutputsEvent?: { readonly metadata: EngineStep };
}

interface EngineStep {
  readonly op: string;
  readonly urn: string;
  /** As `replaceReasons`. */
  readonly keys?: string[];
  /** As `diffReasons`. */
  readonly diffs?: string[];
}

/** A resource in the engine's state. */
interface StateResource {
  readonly urn: string;
  readonly id?: string;
  /** URN and id of its provider. */
  readonly provider?: string;
  readonly retainOnDelete?: boolean;
}

/** What a `DeployedProject` is made of. */
interface Parts {
  readonly project: Project;
  readonly account: LocalAccount;
  readonly folder: string;
  readonly children: Children;
  readonly own: boolean;
}

/** Saves the state at the end of an update only, not after each resource: a third of the time. */
const savedOnce = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * Pulumi's runtime keeps a stack trace for each promise, which is a twelfth of a command's work. One line is
 * left for errors.
 */
const shortTraces = { NODE_OPTIONS: "--stack-trace-limit=1" };

/** Commands that run the program or call providers. */
const workers: ReadonlySet<string> = new Set(["up", "preview", "refresh", "destroy"]);

/** How commands get their program and providers. */
interface Processes {
  /** Each command starts them, as for users, in place of `attach`. @default false */
  readonly own?: boolean;
}

/** A copy of the program with a local account to which its stacks are deployed. */
export class DeployedProject {
  readonly project: Project;
  readonly account: LocalAccount;
  readonly #own: boolean;
  readonly #folder: string;
  readonly #children: Children;

  /** Call it from a suite's `before` hook. Skips the suite if there is no engine. */
  static async start(
    context: Mocha.Context,
    regions: string[],
    processes?: Processes,
  ): Promise<DeployedProject> {
    const pulumi = await engineOrSkip(context);
    context.timeout(60_000);
    return DeployedProject.with(pulumi, regions, processes);
  }

  static async with(
    pulumi: Pulumi,
    regions: string[],
    processes: Processes = {},
  ): Promise<DeployedProject> {
    const children = new Children(() => {});
    const folder = await mkdtemp(join(tmpdir(), "palisade-account-"));
    const [project, account] = await Promise.all([
      copyProject(pulumi),
      startLocalAccount({ pulumi, folder, regions, children, announce: () => {} }),
    ]);
    return new DeployedProject({ project, account, folder, children, own: processes.own ?? false });
  }

  private constructor({ project, account, folder, children, own }: Parts) {
    this.project = project;
    this.#own = own;
    this.account = { ...account, env: { ...account.env, ...shortTraces } };
    this.#folder = folder;
    this.#children = children;
  }

  /** Runs the CLI for a stack and requires success. */
  succeed(command: string, stack: string, ...args: string[]): Promise<Outcome> {
    return this.succeedWith({}, command, stack, ...args);
  }

  /** The same, with further environment variables. */
  async succeedWith(
    env: Record<string, string>,
    command: string,
    stack: string,
    ...args: string[]
  ): Promise<Outcome> {
    const outcome = await this.#pulumi(command, stack, args, { ...savedOnce, ...env });
    if (outcome.code !== 0) {
      throw new Error(`pulumi ${command} ${stack}: ${outcome.stdout}\n${outcome.stderr}`);
    }
    return outcome;
  }

  /** Runs `up` and returns its steps, as `changes` does for those of a preview. */
  async deploy(stack: string): Promise<Step[]> {
    const events = await this.#events(stack);
    const steps = events.flatMap(({ resourcePreEvent }) => {
      if (!resourcePreEvent) return [];
      const { op, urn, keys, diffs } = resourcePreEvent.metadata;
      return [
        { op, urn, ...(keys && { replaceReasons: keys }), ...(diffs && { diffReasons: diffs }) },
      ];
    });
    return steps.filter(({ op }) => !unchanged.has(op) && !partsOfReplacements.has(op));
  }

  /** Runs `up`. @returns what the engine reported, in order */
  async #events(stack: string): Promise<EngineEvent[]> {
    const log = join(this.#folder, "events.json");
    await rm(log, { force: true });
    await this.succeedWith({ PULUMI_DEBUG_COMMANDS: "true" }, "up", stack, "--event-log", log);
    const lines = (await readFile(log, "utf8")).trim().split("\n");
    return lines.map((line) => JSON.parse(line) as EngineEvent);
  }

  run(command: string, stack: string, ...args: string[]): Promise<Outcome> {
    return this.#pulumi(command, stack, args, {});
  }

  async #pulumi(
    command: string,
    stack: string,
    args: string[],
    more: Record<string, string>,
  ): Promise<Outcome> {
    const line = commandLine(command, stack, args);
    const env = { ...this.account.env, ...more };
    if (this.#own || !workers.has(command)) return this.project.pulumi(line, env);
    const attached = await attach(this.project.folder, env);
    const outcome = await this.project.pulumi(line, { ...env, ...attached.env });
    attached.close(outcome);
    return outcome;
  }

  /** Runs `up` and kills the provider once the region has this many resources. */
  async cutOff(stack: string, region: string, resources: number): Promise<Outcome> {
    let engine = 0;
    const line = commandLine("up", stack, []);
    const up = this.project.pulumi(line, this.account.env, (pid) => (engine = pid));
    let running = true;
    void up.finally(() => (running = false));
    while (running && (await this.inventory(region)).length < resources) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const pid of await childrenOf(engine, "launch.mjs aws")) process.kill(pid, "SIGKILL");
    return up;
  }

  async init(...stacks: string[]): Promise<void> {
    for (const stack of stacks) {
      await this.project.pulumi(["stack", "init", stack], this.account.env);
    }
  }

  /** The steps of `up`, without unchanged resources. */
  async changes(stack: string): Promise<Step[]> {
    const { stdout } = await this.succeed("preview", stack, "--json");
    const { steps } = JSON.parse(stdout) as { steps: Step[] };
    return steps.filter(({ op }) => !unchanged.has(op));
  }

  /** The resources in the engine's state. */
  async state(stack: string) {
    return (await this.export(stack)).deployment.resources ?? [];
  }

  async export(stack: string) {
    const { stdout } = await this.succeed("stack export", stack);
    return JSON.parse(stdout) as {
      deployment: { resources?: StateResource[]; pending_operations?: object[] };
    };
  }

  /** The account's resources in a region. */
  inventory(region: string): Promise<InventoryEntry[]> {
    return new Inventory(join(this.#folder, "account", region)).list();
  }

  /** Removes a resource from a region outside of Pulumi. */
  lose(region: string, entry: InventoryEntry): Promise<void> {
    return new Inventory(join(this.#folder, "account", region)).remove(entry);
  }

  /** Changes properties of a resource outside of Pulumi. */
  alter(region: string, entry: InventoryEntry, properties: Properties): Promise<void> {
    const inputs = { ...entry.inputs, ...properties };
    const outputs = { ...entry.outputs, ...properties };
    return new Inventory(join(this.#folder, "account", region)).put({ ...entry, inputs, outputs });
  }

  /**
   * Runs `up`. @returns the beginnings and ends of its operations in order, such as
   * `begin create Listener dev-orders`
   */
  async operations(stack: string): Promise<string[]> {
    const events = await this.#events(stack);
    return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
      const event = resourcePreEvent ?? resOutputsEvent;
      if (!event || event.metadata.op === "same") return [];
      const { op, urn } = event.metadata;
      const { type, name } = nameOf(urn);
      return [`${resourcePreEvent ? "begin" : "end"} ${op} ${type.split(":").at(-1)} ${name}`];
    });
  }

  /** Adds the stack files of a fixture, such as `world`: an environment with a domain. */
  addEnvironment(environment: string): Promise<void> {
    return addEnvironment(this.project.folder, environment);
  }

  /** Changes the first matching text in a file of the program. */
  async replace(path: string, from: string | RegExp, to: string): Promise<void> {
    const file = join(this.project.folder, path);
    const before = await readFile(file, "utf8");
    const after = before.replace(from, to);
    if (before === after) throw new Error(`${path} is the same after the change.`);
    await writeFile(file, after);
  }

  async close(): Promise<void> {
    await this.project.remove();
    await this.#children.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const unchanged: ReadonlySet<string> = new Set(["same", "read"]);

const partsOfReplacements: ReadonlySet<string> = new Set(["create-replacement", "delete-replaced"]);

function commandLine(command: string, stack: string, args: string[]): string[] {
  // `destroy` is previewed first, so that protected resources make it fail before it deletes anything.
  const unplanned = ["up", "refresh"].includes(command) ? ["--skip-preview"] : [];
  const yes = ["up", "refresh", "destroy"].includes(command) ? ["--yes", ...unplanned] : [];
  return [...command.split(" "), "--stack", stack, ...yes, ...args];
}

/** Process ids of a process's children whose command line contains the text. */
async function childrenOf(parent: number, commandPart: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,command="]);
  return stdout
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , ppid, command = ""]) => Number(ppid) === parent && command.includes(commandPart))
    .map(([, pid]) => Number(pid));
}

/** A step's summary, such as `update aws:apigateway/stage:Stage dev`. */
export function inShort({ op, urn }: Step): string {
  const { type, name } = nameOf(urn);
  return `${op} ${type} ${name}`;
}
