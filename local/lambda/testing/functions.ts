import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createFunctionRuntime, type FunctionRuntime, type FunctionSpec } from "../index.ts";

/** A function under test, with its log. */
interface TestFunction extends FunctionRuntime {
  readonly codeDirectory: string;
  readonly lines: string[];
  /** Runs an event and parses the response. */
  call(event?: unknown): Promise<unknown>;
  /** Resolves with the first line that matches, now or later. */
  logged(pattern: RegExp): Promise<string>;
}

/** Creates functions for tests, and removes them after each test. */
export class TestFunctions {
  readonly #undo: (() => Promise<unknown>)[] = [];

  /** @param files - contents by path, or the content of `index.mjs` */
  async create(
    files: string | Record<string, string>,
    options: Partial<FunctionSpec> = {},
  ): Promise<TestFunction> {
    const codeDirectory = await this.writeBundle(
      typeof files === "string" ? { "index.mjs": files } : files,
    );
    const logFile = join(codeDirectory, "function.log");
    const readLines = () => {
      if (!existsSync(logFile)) return [];
      return readFileSync(logFile, "utf8").split("\n").slice(0, -1);
    };
    const runtime = createFunctionRuntime({
      name: "orders",
      arn: "arn:aws:lambda:us-east-1:123456789012:function:orders",
      region: "us-east-1",
      handler: "index.handler",
      codeDirectory,
      environment: {},
      timeoutMs: 10_000,
      memoryMb: 128,
      logFile,
      ...options,
    });
    this.#undo.unshift(() => runtime.close());
    return Object.defineProperties(
      {
        ...runtime,
        codeDirectory,
        lines: [],
        call: async (event: unknown = {}) =>
          JSON.parse((await runtime.invoke(JSON.stringify(event))).payload) as unknown,
        logged: async (pattern: RegExp) => {
          for (;;) {
            const line = readLines().find((candidate) => pattern.test(candidate));
            if (line !== undefined) return line;
            await setTimeout(5);
          }
        },
      },
      { counters: { get: () => runtime.counters }, lines: { get: readLines } },
    );
  }

  async writeBundle(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "palisade-function-"));
    this.#undo.push(() => rm(folder, { recursive: true }));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return folder;
  }

  async removeAll(): Promise<void> {
    for (const undo of this.#undo.splice(0)) await undo();
  }
}
