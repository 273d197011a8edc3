import {
  type Deployment,
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation/index.js";
import type { EnvironmentStack } from "./environment.ts";
import { whileEngineWorks } from "./interruption.ts";

/** How stacks are reached and operated on. */
export interface StackOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly workDir: string;
  readonly pulumi: PulumiCommand;
  /** The CLI's whole environment. */
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
    const workspace = await workspaceOf(options);
    // Which stack the user has selected is left as it is.
    workspace.selectStack = () => Promise.resolve();
    return new DeployedStack(name, await Stack.select(name, workspace), options);
  }

  private constructor(name: string, stack: Stack, options: StackOptions) {
    this.name = name;
    this.#stack = stack;
    this.#options = options;
  }

  /** Locks nothing, so that it may be cut off at any time. */
  preview(onEvent: OnEvent): Promise<unknown> {
    const { signal } = this.#options;
    return this.#stack.preview({ onEvent, signal, ...inPlain, ...this.#packs });
  }

  up(onEvent: OnEvent): Promise<unknown> {
    const interruption = whileEngineWorks(this.#options.signal, onEvent);
    const options = { ...interruption, ...inPlain, ...this.#packs };
    return this.#stack.up({ ...options, suppressProgress: true });
  }

  /** Fails where a resource is protected, before anything is gone. */
  previewDestroy(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.previewDestroy({ onEvent, signal: this.#options.signal, ...inPlain });
  }

  destroy(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.destroy({ ...whileEngineWorks(this.#options.signal, onEvent), ...inPlain });
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
}

const inPlain = { color: "never" as const };

const workspaceOf = ({ workDir, pulumi, env }: StackOptions): Promise<LocalWorkspace> =>
  LocalWorkspace.create({ workDir, pulumiCommand: pulumi, envVars: { ...env } });

/** The names of those stacks that the backend does not have yet. */
export async function missingStacks(
  names: readonly string[],
  options: StackOptions,
): Promise<string[]> {
  const workspace = await workspaceOf(options);
  const existing = await workspace.listStacks();
  const known = existing.map(({ name }) => name.split("/").at(-1));
  return names.filter((name) => !known.includes(name));
}

/** Makes stacks in the backend. They have no resources; but others can refer to them. */
export async function createStacks(
  stacks: readonly Pick<EnvironmentStack, "name" | "secretsProvider">[],
  { workDir, pulumi, env }: StackOptions,
): Promise<void> {
  const { run } = pulumi as unknown as {
    run(args: string[], cwd: string, env: Record<string, string>): Promise<unknown>;
  };
  for (const { name, secretsProvider } of stacks) {
    // Without it, the CLI takes its default and writes that over the one in the stack's file.
    const secrets = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    await run(["stack", "init", name, "--no-select", ...secrets], workDir, { ...env });
  }
}
