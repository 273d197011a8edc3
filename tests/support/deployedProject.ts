import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAccount, startLocalAccount } from "../../local/engine/localAccount.ts";
import { Children } from "../../local/process/children.ts";
import { Inventory, type InventoryEntry } from "../../local/provider/inventory.ts";
import { copyProject, engineOrSkip, type Outcome, type Project } from "./engine.ts";

/** What the engine does to one resource. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  /** Inputs that ask for a replacement. */
  readonly replaceReasons?: string[];
}

/** A copy of the program with an account on this machine that its stacks are deployed to. */
export class DeployedProject {
  readonly project: Project;
  readonly account: LocalAccount;
  readonly #folder: string;
  readonly #children: Children;

  /** To be called from a suite's `before` hook. Skips the suite where there is no engine. */
  static async start(context: Mocha.Context, regions: string[]): Promise<DeployedProject> {
    const pulumi = await engineOrSkip(context);
    context.timeout(60_000);
    const children = new Children(() => {});
    const folder = await mkdtemp(join(tmpdir(), "palisade-account-"));
    const [project, account] = await Promise.all([
      copyProject(pulumi),
      startLocalAccount({ pulumi, folder, regions, children, announce: () => {} }),
    ]);
    return new DeployedProject(project, account, folder, children);
  }

  private constructor(project: Project, account: LocalAccount, folder: string, children: Children) {
    this.project = project;
    this.account = account;
    this.#folder = folder;
    this.#children = children;
  }

  /** Runs the CLI for a stack, and expects it to succeed. */
  async succeed(command: string, stack: string, ...args: string[]): Promise<Outcome> {
    const outcome = await this.run(command, stack, ...args);
    if (outcome.code !== 0) {
      throw new Error(`pulumi ${command} ${stack}: ${outcome.stdout}\n${outcome.stderr}`);
    }
    return outcome;
  }

  run(command: string, stack: string, ...args: string[]): Promise<Outcome> {
    const yes = ["up", "destroy", "refresh"].includes(command) ? ["--yes", "--skip-preview"] : [];
    const all = [...command.split(" "), "--stack", stack, ...yes, ...args];
    return this.project.pulumi(all, this.account.env);
  }

  init(...stacks: string[]): Promise<unknown> {
    return stacks.reduce<Promise<unknown>>(
      (before, stack) =>
        before.then(() => this.project.pulumi(["stack", "init", stack], this.account.env)),
      Promise.resolve(),
    );
  }

  /** What `up` would do, without what stays the same. */
  async changes(stack: string): Promise<Step[]> {
    const { stdout } = await this.succeed("preview", stack, "--json");
    const { steps } = JSON.parse(stdout) as { steps: Step[] };
    return steps.filter(({ op }) => op !== "same" && op !== "read");
  }

  /** The resources in the engine's state. */
  async state(stack: string): Promise<{ urn: string; id?: string; protect?: boolean }[]> {
    const { deployment } = await this.export(stack);
    return deployment.resources ?? [];
  }

  async export(stack: string) {
    const { stdout } = await this.succeed("stack export", stack);
    return JSON.parse(stdout) as {
      deployment: {
        resources?: { urn: string; id?: string; protect?: boolean }[];
        pending_operations?: object[];
      };
    };
  }

  /** What the account has in a region. */
  inventory(region: string): Promise<InventoryEntry[]> {
    return new Inventory(join(this.#folder, "account", region)).list();
  }

  /** Changes a file of the program. */
  async edit(path: string, change: (text: string) => string): Promise<void> {
    const file = join(this.project.folder, path);
    const before = await readFile(file, "utf8");
    const after = change(before);
    if (before === after) throw new Error(`${path} is the same after the change.`);
    await writeFile(file, after);
  }

  async close(): Promise<void> {
    await this.project.remove();
    await this.#children.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A step in short, such as `update aws:apigateway/stage:Stage dev`. */
export function inShort({ op, urn }: Step): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${op} ${types.split("$").at(-1)} ${name.join("::")}`;
}
