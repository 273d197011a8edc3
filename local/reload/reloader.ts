import type { ReloadEvent } from "../apiTypes/platform.ts";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { printable } from "../inside.ts";
import type { ReloadActions } from "./actions.ts";
import { bundleAll } from "./bundleAll.ts";
import type { Bundle } from "./bundles.ts";
import { errorPlace } from "./errorPlace.ts";
import type { FileChange } from "./fingerprints.ts";
import { installedPackages } from "./installedPackages.ts";
import { type Cause, Lane } from "./lane.ts";
import { affectedBy, isSource, type Owners, pathsOf } from "./owners.ts";
import { Reloads } from "./reloads.ts";
import { gitIgnoreIn, readServiceFolder } from "./serviceFolder.ts";
import { terminalLines } from "./terminal.ts";
import { Watcher } from "./watcher.ts";

interface ReloaderOptions {
  /** The project's folder, without links. */
  readonly root: string;
  /** The environment's, which begins names of services and functions, and is not printed. */
  readonly prefix: string;
  /** The regions in words, such as `in both regions`. */
  readonly where: string;
  readonly actions: ReloadActions;
  /** Receives lines for the terminal. */
  readonly print: (line: string) => void;
}

/** Number of names that a line has at most, but for those of what is gone. */
const mostNames = 4;

/** Watches the project's files, and reloads what they concern: services and functions by themselves, all else with the definition. */
export class Reloader {
  readonly reloads = new Reloads();
  readonly #options: ReloaderOptions;
  readonly #watcher: Watcher;
  readonly #lanes = new Map<string, Lane>();
  /** Bundles with changed sources, by folder. */
  readonly #stale = new Map<string, Bundle>();
  #owners!: Owners;
  /** See `installedPackages`. */
  #packages = "";
  #starting: Promise<void> | undefined;
  #isStarted = false;

  constructor(options: ReloaderOptions) {
    this.#options = options;
    const ignoredByGit = gitIgnoreIn(options.root);
    this.#watcher = new Watcher({
      root: options.root,
      ignores: (path) => this.#ignores(path, ignoredByGit),
      onChanges: (changes) => this.#act(changes),
      onProblem: ({ message }) => options.print(`Not all files are watched: ${message}`),
    });
  }

  /** False until it has started, and while changes wait to be carried out. */
  get isSettled(): boolean {
    return (
      this.#isStarted &&
      !this.#watcher.isBusy &&
      ![...this.#lanes.values()].some(({ isBusy }) => isBusy)
    );
  }

  /** @param since - when the definition was evaluated, in ms: files that changed later count as changed */
  start(since: number): Promise<void> {
    return (this.#starting = this.#start(since));
  }

  async #start(since: number): Promise<void> {
    this.#owners = await this.#options.actions.owners();
    this.#packages = await installedPackages(this.#options.root);
    await this.#watcher.start(pathsOf(this.#owners), since);
    this.#isStarted = true;
  }

  async close(): Promise<void> {
    await this.#starting?.catch(() => {});
    await this.#watcher.close();
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
  }

  #ignores(path: string, ignoredByGit: (path: string) => boolean): boolean {
    if (path === this.#owners.secretsFile) return false;
    if (ignoredByGit(relative(this.#options.root, path))) return true;
    return [...this.#owners.services.values()].some(
      ({ directory, ignores }) => path.startsWith(`${directory}/`) && ignores(path),
    );
  }

  async #act(changes: readonly FileChange[]): Promise<void> {
    const files = changes.map(({ path }) => path);
    // The files that a service ignores, or its start script, may have changed too.
    const folders = [...this.#owners.services].map(async ([name, { directory }]) => {
      return [name, await readServiceFolder(directory)] as const;
    });
    this.#owners = { ...this.#owners, services: new Map(await Promise.all(folders)) };

    const affected = affectedBy(changes, this.#owners, this.reloads.definitionError !== undefined);
    for (const name of affected.services) {
      // Of a folder that is gone, the definition tells.
      const { directory } = this.#owners.services.get(name) ?? {};
      if (directory && existsSync(directory)) this.#requestService(name, files);
    }
    for (const bundle of affected.bundles) this.#stale.set(bundle.folder, bundle);
    if (affected.bundles.size > 0) {
      this.#request("functions", files, (cause, signal) => this.#bundle(cause, signal));
    }
    if (affected.secrets) this.#request("secrets", files, (cause) => this.#reloadSecrets(cause));
    if (affected.definition) {
      this.#request("definition", files, (cause, signal) => this.#define(cause, signal));
    }
    if (affected.startFiles.length > 0) await this.#comparePackages();
  }

  async #comparePackages(): Promise<void> {
    const before = this.#packages;
    this.#packages = await installedPackages(this.#options.root);
    if (this.#packages !== before) this.#needsStart("other packages of package.json");
  }

  #request(name: string, files: Iterable<string>, work: ConstructorParameters<typeof Lane>[0]) {
    const lane = this.#lanes.get(name) ?? new Lane(work);
    this.#lanes.set(name, lane);
    lane.request(files);
  }

  #requestService(name: string, files: Iterable<string>): void {
    this.#request(`service ${name}`, files, async (cause, signal) => {
      const { actions, where } = this.#options;
      const event = { kind: "service", names: [name] } as const;
      try {
        await actions.restartService(name, signal);
        if (!signal.aborted)
          this.#report(cause, { ...event, text: `${this.#list([name])} restarted ${where}` });
      } catch (error) {
        if (!signal.aborted)
          this.#report(cause, { ...event, text: `${this.#list([name])} did not start` }, error);
      }
    });
  }

  async #bundle(cause: Cause, signal: AbortSignal): Promise<void> {
    const { actions, root, where } = this.#options;
    // Those that change meanwhile are left to the next run.
    const stale = new Map(this.#stale);
    this.#stale.clear();
    const { done, failures } = await bundleAll([...stale.values()], root, (names) =>
      actions.reloadFunctions(names),
    );
    if (signal.aborted) {
      for (const [folder, bundle] of stale) this.#stale.set(folder, bundle);
      return;
    }
    const bundles = new Map(done.map(({ bundle }) => [bundle.folder, bundle]));
    this.#owners = {
      ...this.#owners,
      bundles: this.#owners.bundles.map((each) => bundles.get(each.folder) ?? each),
    };
    this.#watcher.follow(pathsOf(this.#owners));
    for (const { names, error } of failures) {
      const text = `${this.#list(names)} was not reloaded`;
      this.#report(cause, { kind: "function", names, text }, error);
    }
    const names = done.flatMap(({ bundle }) => [...new Set(bundle.functions.values())]);
    if (names.length === 0) return;
    const differs = done.some((each) => each.differs);
    const text = differs
      ? `${this.#list(names)} bundled again ${where}`
      : `${this.#list(names)}: same bundle`;
    this.#report(cause, { kind: "function", names, text });
  }

  async #reloadSecrets(cause: Cause): Promise<void> {
    try {
      for (const name of await this.#options.actions.reloadSecrets()) {
        this.#requestService(name, cause.files);
      }
    } catch (error) {
      const text = "The secrets were not read again";
      this.#report(cause, { kind: "definition", names: [], text }, error);
    }
  }

  async #define(cause: Cause, signal: AbortSignal): Promise<void> {
    const { actions, root, where } = this.#options;
    const own = [...cause.files].filter((file) => isSource(this.#owners, file));
    const shown = own.length > 0 ? own : [...cause.files];
    const files = this.#list(shown.map((file) => relative(root, file)));
    try {
      const { names, needsStart } = await actions.reloadDefinition(signal);
      this.#owners = await actions.owners();
      this.#watcher.follow(pathsOf(this.#owners));
      if (signal.aborted) return;
      const what = names.length === 0 ? "nothing differs" : this.#list(names);
      this.#report(cause, { kind: "definition", names, text: `${files}: ${what} ${where}` });
      needsStart.forEach((each) => this.#needsStart(each));
    } catch (error) {
      if (signal.aborted) return;
      // Another file may have mended it, such as one to which this output is written.
      const isKnown = this.reloads.definitionError?.message === (error as Error).message;
      if (isKnown && own.length === 0) return;
      const text = `${files}: the definition was not changed`;
      this.#report(cause, { kind: "definition", names: [], text }, error);
    }
  }

  #needsStart(what: string): void {
    this.#options.print(`Takes effect at the next start: ${printable(what)}`);
  }

  #report(
    { since, files }: Cause,
    outcome: Pick<ReloadEvent, "kind" | "names" | "text">,
    error?: unknown,
  ): void {
    const event: ReloadEvent = {
      at: new Date().toISOString(),
      ...outcome,
      durationMs: Math.round(performance.now() - since),
      ...(error !== undefined && { error: this.#explain(error, files) }),
    };
    const isMended = this.reloads.add(event);
    terminalLines(event, isMended).forEach((line) => this.#options.print(line));
  }

  #explain(error: unknown, files: ReadonlySet<string>): ReloadEvent["error"] {
    const message = error instanceof Error ? error.message : String(error);
    const isOurs = (path: string) => isSource(this.#owners, path);
    return { message, ...errorPlace(error, this.#options.root, files, isOurs) };
  }

  /** Names for a line, without the environment. */
  #list(names: readonly string[]): string {
    const { prefix } = this.#options;
    // Nobody may miss what is gone.
    const [gone, others] = [true, false].map((isGone) =>
      names.filter((name) => /^(removed|deleted|replaced) /.test(name) === isGone),
    ) as [string[], string[]];
    const room = Math.max(0, mostNames - gone.length);
    const shown = [...gone, ...others.slice(0, room)].map((name) =>
      ` ${name}`.replace(` ${prefix}`, " "),
    );
    const more = names.length - shown.length;
    return shown.join(",").trim() + (more > 0 ? ` and ${more} more` : "");
  }
}
