import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../../project/children.ts";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { startEndpoint } from "../../aws/miniStack.ts";
import { programSource } from "../../sources/program.ts";
import type { LoadedStacks, StackSource } from "../../sources/source.ts";
import { type TestProject, testProject } from "./project.ts";

/** A program that is written and loaded again and again, with the AWS endpoint of its one region, which keeps its data. */
export class DeployedProgram<Parts extends Record<string, string>> {
  /** Lines for the terminal. */
  readonly announced: string[] = [];
  readonly project: TestProject;
  readonly #parts: Parts;
  readonly #stateFolder: string;
  #children!: Children;
  #source!: StackSource;
  #loaded!: LoadedStacks;
  aws!: AwsEndpoint;

  /** @param parts - of the program's body, any of which `load` may exchange */
  static async start<Parts extends Record<string, string>>(
    parts: Parts,
  ): Promise<DeployedProgram<Parts>> {
    const stateFolder = await mkdtemp(join(tmpdir(), "state-"));
    const program = new DeployedProgram(await testProject(), parts, stateFolder);
    await program.#start();
    await program.load();
    await program.loaded.finish!();
    return program;
  }

  private constructor(project: TestProject, parts: Parts, stateFolder: string) {
    this.project = project;
    this.#parts = parts;
    this.#stateFolder = stateFolder;
  }

  async #start(): Promise<void> {
    this.#children = new Children(() => {});
    const folder = await mkdtemp(join(tmpdir(), "again-"));
    this.#children.ownFolder(folder);
    const parts = { children: this.#children, folder, stateFolder: this.#stateFolder };
    this.aws = await startEndpoint({ region: "eu-west-1", ...parts, announce: () => {} });
    await this.project.write(Object.values(this.#parts).join("\n"));
    this.#source = await programSource(this.project.root, "local", undefined, (line) =>
      this.announced.push(line),
    );
  }

  get loaded(): LoadedStacks {
    return this.#loaded;
  }

  get outputs(): Record<string, string> {
    return this.#loaded.regions[0]!.outputs as Record<string, string>;
  }

  /** Evaluates the program with other parts. @returns what has changed; `loaded.finish` deletes */
  async load(changed: Partial<Parts> = {}) {
    await this.project.write(Object.values({ ...this.#parts, ...changed }).join("\n"));
    this.#loaded = await this.#source.load(new Map([["eu-west-1", this.aws]]));
    return this.#loaded.changes!;
  }

  /** Ends everything and starts it with the data that was kept. */
  async restart(): Promise<void> {
    await this.#source.close!();
    await this.#children.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.#source.close?.();
    await this.#children.close();
    await this.project.remove();
    await rm(this.#stateFolder, { recursive: true });
  }
}
