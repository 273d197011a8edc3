import {
  type Deployment,
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation/index.js";
import type { EnvironmentStack } from "./environment.ts";
import { firstStep } from "./identitySteps.ts";
import { whileEngineWorks } from "./interruption.ts";

/** Settings of operations on stacks. */
export interface StackOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly workDir: string;
  readonly pulumi: PulumiCommand;
  /** The complete environment of the CLI. */
  readonly env: Readonly<Record<string, string>>;
  /** The name of updates in Pulumi's history. */
  readonly message: string;
  /** Folders of policy packs for each preview and update. */
  readonly policyPacks: readonly string[];
  /** Cancels operations in an orderly way. */
  readonly signal: AbortSignal;
}

/** Receives the engine's events. */
export type OnEvent = (event: EngineEvent) => void;

/** A stack in the backend, with its operations. */
export class DeployedStack {
  readonly name: string;
  readonly #stack: Stack;
  readonly #options: StackOptions;
  #outputs: Promise<OutputMap> | undefined;

  /** @throws CommandError when the backend cannot be reached */
  static async open(name: string, options: StackOptions): Promise<DeployedStack> {
    const workspace = await workspaceOf(options);
    // Keeps the user's selected stack.
    workspace.selectStack = () => Promise.resolve();
    return new DeployedStack(name, await Stack.select(name, workspace), options);
  }

  private constructor(name: string, stack: Stack, options: StackOptions) {
    this.name = name;
    this.#stack = stack;
    this.#options = options;
  }

  /** Takes no lock, so it can be cancelled at any time. */
  preview(onEvent: OnEvent): Promise<unknown> {
    const { signal } = this.#options;
    return this.#stack.preview({ onEvent, signal, ...inPlain, ...this.#packs });
  }

  /** @param first - makes the first of two updates: see `identitySteps.ts` */
  async up(onEvent: OnEvent, { first = false } = {}): Promise<void> {
    const { workspace } = this.#stack;
    const { env } = this.#options;
    workspace.envVars = { ...env, ...(first && firstStep) };
    const interruption = whileEngineWorks(this.#options.signal, onEvent);
    const { message } = this.#options;
    const options = { ...interruption, ...inPlain, ...this.#packs, message };
    this.#outputs = undefined;
    const { outputs } = await this.#stack.up({ ...options, suppressProgress: true });
    this.#outputs = Promise.resolve(outputs);
  }

  /** Fails if a resource is protected, before anything is deleted. */
  previewDestroy(onEvent: OnEvent): Promise<unknown> {
    return this.#stack.previewDestroy({ onEvent, signal: this.#options.signal, ...inPlain });
  }

  destroy(onEvent: OnEvent): Promise<unknown> {
    const { message, signal } = this.#options;
    this.#outputs = undefined;
    return this.#stack.destroy({ ...whileEngineWorks(signal, onEvent), ...inPlain, message });
  }

  /** Its outputs, read once after each update. */
  outputs(): Promise<OutputMap> {
    return (this.#outputs ??= this.#stack.outputs());
  }

  /** Releases its lock, whoever has it. */
  unlock(): Promise<void> {
    return this.#stack.cancel();
  }

  /** Its state, as `pulumi stack export --show-secrets` prints it. */
  export(): Promise<Deployment> {
    return this.#stack.exportStack();
  }

  /** Time of the last change of its state. `undefined` if it was never deployed. */
  async changedAt(): Promise<Date | undefined> {
    const { manifest } = (await this.export()).deployment as { manifest?: { time?: string } };
    return manifest?.time === undefined ? undefined : new Date(manifest.time);
  }

  get #packs() {
    return { policyPacks: [...this.#options.policyPacks] };
  }
}

const inPlain = { color: "never" as const };

const workspaceOf = ({ workDir, pulumi, env }: StackOptions): Promise<LocalWorkspace> =>
  LocalWorkspace.create({ workDir, pulumiCommand: pulumi, envVars: { ...env } });

/** The address of the backend, such as `s3://acme-palisade-state` or `file:///home/ada/state`. */
export async function backendUrl(options: StackOptions): Promise<string> {
  const { url } = await (await workspaceOf(options)).whoAmI();
  return url ?? "";
}

/** @returns the names of the stacks that the backend does not have yet */
export async function missingStacks(
  names: readonly string[],
  options: StackOptions,
): Promise<string[]> {
  const workspace = await workspaceOf(options);
  const existing = await workspace.listStacks();
  const known = existing.map(({ name }) => name.split("/").at(-1));
  return names.filter((name) => !known.includes(name));
}

/** Creates stacks in the backend: without resources, but other stacks can refer to them. */
export async function createStacks(
  stacks: readonly Pick<EnvironmentStack, "name" | "secretsProvider">[],
  { workDir, pulumi, env }: StackOptions,
): Promise<void> {
  const { run } = pulumi as unknown as {
    run(args: string[], cwd: string, env: Record<string, string>): Promise<unknown>;
  };
  for (const { name, secretsProvider } of stacks) {
    // Without it, the CLI overwrites the stack file's setting with its default.
    const secrets = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    await run(["stack", "init", name, "--no-select", ...secrets], workDir, { ...env });
  }
}
