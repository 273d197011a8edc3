import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { type FileChange, Fingerprints } from "./fingerprints.ts";

/** Time without a further change after which changes are acted upon, in ms: editors write a file in steps, and several files at once. */
const quietMs = 50;

/** Time after which changes are acted upon although more arrive, in ms, as while a branch is checked out. */
const mostMs = 1_000;

/** Folders that nobody edits. */
const generated = new Set(["node_modules", ".git", ".local", "coverage", "dist"]);

/** Files that editors keep beside the one that is edited. */
const editorFile =
  /^\.#|~$|\.sw[a-z]$|^#.*#$|^4913$|^\.DS_Store$|___jb_(tmp|old)___$|^\.goutputstream-/;

interface WatcherOptions {
  /** The project's folder. Its own files are watched, of its folders those of `follow`, and those that appear later. */
  readonly root: string;
  /** Whether a file or folder never matters. */
  readonly ignores: (path: string) => boolean;
  /** Receives files whose content changed; more are held back until it is done. */
  readonly onChanges: (changes: FileChange[]) => Promise<void>;
  /** Receives what the watcher can't do, such as when the system allows no more watches. */
  readonly onProblem: (error: Error) => void;
}

/** Watches files of the project. A save that changes nothing is not reported, nor a file that came and went. */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #fingerprints = new Fingerprints();
  readonly #watcher: FSWatcher;
  /** Top-level folders that were there at the start, and are not watched unless they are followed. */
  readonly #unwatched: Set<string>;
  readonly #pending = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #pendingSince = 0;
  #looking: Promise<void> | undefined;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const entries = readdirSync(options.root, { withFileTypes: true });
    this.#unwatched = new Set(
      entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    );
    this.#watcher = watch([], {
      ignored: (path) => this.#ignores(path),
      ignoreInitial: false,
      // Only the state of files after a while matters, not each step.
      atomic: false,
      ignorePermissionErrors: true,
    });
  }

  /** True while changes wait to be acted upon. */
  get isBusy(): boolean {
    return this.#pending.size > 0 || this.#looking !== undefined;
  }

  /**
   * Starts to watch.
   *
   * @param paths - see `follow`
   * @param since - time in ms; files that changed after it are reported as changed
   */
  async start(paths: Iterable<string>, since: number): Promise<void> {
    const found = new Map<string, number>();
    const note = (path: string, stats?: { mtimeMs: number }) =>
      found.set(path, stats?.mtimeMs ?? 0);
    this.#watcher.on("add", note).on("error", (error) => this.#options.onProblem(error as Error));
    const ready = new Promise<void>((resolve) => this.#watcher.once("ready", () => resolve()));
    this.#watcher.add(this.#options.root);
    this.follow(paths);
    await ready;
    this.#watcher.off("add", note);
    for (const event of ["add", "change", "unlink"] as const) {
      this.#watcher.on(event, (path) => this.#note(path));
    }
    // The watcher merges events; each of the system's is a reason to look.
    this.#watcher.on("raw", (_, name, details) => this.#noteRaw(name, details));
    const changes = await this.#fingerprints.look([...found.keys()]);
    const late = changes.filter(({ path }) => (found.get(path) ?? 0) > since);
    await this.#tell(late.map(({ path }) => ({ path, kind: "changed" })));
  }

  /** Watches more folders or files, with all that is below them. */
  follow(paths: Iterable<string>): void {
    const { root } = this.#options;
    const added = new Set<string>();
    for (const path of paths) {
      const [top = ""] = path.startsWith(root + sep) ? path.slice(root.length + 1).split(sep) : [];
      if (top === "") added.add(path);
      else if (this.#unwatched.delete(top)) added.add(join(root, top));
    }
    this.#watcher.add([...added]);
  }

  async close(): Promise<void> {
    clearTimeout(this.#quiet);
    await this.#watcher.close();
    await this.#looking;
  }

  #ignores(path: string): boolean {
    const { root, ignores } = this.#options;
    if (path === root) return false;
    const isInside = path.startsWith(root + sep);
    const names = (isInside ? path.slice(root.length + 1) : path).split(sep);
    if (isInside && this.#unwatched.has(names[0]!)) return true;
    if (isInside && names.some((name) => generated.has(name))) return true;
    return generated.has(names.at(-1)!) || editorFile.test(names.at(-1)!) || ignores(path);
  }

  #note(path: string): void {
    if (this.#pending.size === 0) this.#pendingSince = Date.now();
    this.#pending.add(path);
    this.#wait();
  }

  #noteRaw(name: string | null, details: unknown): void {
    const { watchedPath = "" } = details as { watchedPath?: string };
    for (const path of [watchedPath, join(watchedPath, name ?? "")]) {
      if (this.#fingerprints.knows(path)) this.#note(path);
    }
  }

  #wait(): void {
    clearTimeout(this.#quiet);
    const rest = this.#pendingSince + mostMs - Date.now();
    this.#quiet = setTimeout(() => this.#look(), Math.max(0, Math.min(quietMs, rest)));
  }

  async #tell(changes: FileChange[]): Promise<void> {
    if (changes.length > 0 && !this.#watcher.closed) await this.#options.onChanges(changes);
  }

  #look(): void {
    // Looks one after another, so that the state that was seen last is the last to be reported.
    if (this.#looking) return this.#wait();
    const paths = [...this.#pending];
    this.#pending.clear();
    this.#looking = this.#fingerprints
      // Events of a file that was renamed and renamed back can be lost; those of its folder's other files are not.
      .look([...new Set([...paths, ...this.#fingerprints.beside(paths)])])
      .then((changes) => this.#tell(changes))
      .finally(() => (this.#looking = undefined));
  }
}
