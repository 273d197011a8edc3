import {
  type Deployment,
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation/index.js";

/** How stacks are reached and operated on. */
export interface StackOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly workDir: string;
  readonly pulumi: PulumiCommand;
  /** Variables for the CLI, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders of policy packs that each preview and update has to pass. */
  readonly policyPacks: readonly string[];
  /** Ends what is under way, in order. */
  readonly signal: AbortSignal;
}

/** Told what the engine does. */
export type OnEvent = (event: EngineEvent) => void;

/** A stack of the environment, with what is done to it. */
export class DeployedStack {
  readonly name: string;
  readonly #stack: Stack;
  readonly #options: StackOptions;

  /** @throws CommandError when the backend can't be reached */
  static async open(name: string, options: StackOptions): Promise<DeployedStack> {
    const { workDir, pulumi, env } = options;
    const workspace = await LocalWorkspace.create({
      workDir,
      pulumiCommand: pulumi,
      envVars: { ...env },
    });
    // Which stack the user has selected is left as it is.
    workspace.selectStack = () => Promise.resolve();
    return new DeployedStack(name, await Stack.select(name, workspace), options);
  }

  private constructor(name: string, stack: Stack, options: StackOptions) {
    this.name = name;
    this.#stack = stack;
    this.#options = options;
  }

  preview(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.preview({ ...this.#common(onEvent), ...this.#packs });
  }

  up(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.up({ ...this.#common(onEvent), ...this.#packs, suppressProgress: true });
  }

  destroy(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.destroy(this.#common(onEvent));
  }

  outputs(): Promise<OutputMap> {
    return this.#stack.outputs();
  }

  /** Its state, as `pulumi stack export --show-secrets` tells it. */
  export(): Promise<Deployment> {
    return this.#stack.exportStack();
  }

  get #packs() {
    return { policyPacks: [...this.#options.policyPacks] };
  }

  #common(onEvent: OnEvent) {
    return { onEvent, signal: this.#options.signal, color: "never" as const };
  }
}

/**
 * Makes those of the stacks that the backend does not have yet. They have no resources; but the
 * others can refer to them.
 */
export async function createMissing(names: string[], options: StackOptions): Promise<string[]> {
  const { workDir, pulumi, env } = options;
  const workspace = await LocalWorkspace.create({
    workDir,
    pulumiCommand: pulumi,
    envVars: { ...env },
  });
  const existing = await workspace.listStacks();
  const known = existing.map(({ name }) => name.split("/").at(-1));
  const missing = names.filter((name) => !known.includes(name));
  for (const name of missing) {
    const { run } = pulumi as unknown as {
      run(args: string[], cwd: string, env: Record<string, string>): Promise<unknown>;
    };
    await run(["stack", "init", name, "--no-select"], workDir, { ...env });
  }
  return missing;
}
