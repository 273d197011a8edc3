import { join } from "node:path";
import type { DefinitionChanges, ReloadActions } from "../actions.ts";
import { readServiceFolder } from "../serviceFolder.ts";

/** Actions that only note what they are asked for. */
export class NotedActions implements ReloadActions {
  readonly root: string;
  readonly done: string[] = [];
  /** Called by each action. */
  act: (name: string, signal?: AbortSignal) => Promise<void> = () => Promise.resolve();

  constructor(root: string) {
    this.root = root;
  }

  async owners() {
    const at = (path: string) => join(this.root, path);
    const services = await Promise.all(
      ["orders", "linked"].map(
        async (name) => [`local-${name}`, await readServiceFolder(at(`services/${name}`))] as const,
      ),
    );
    return {
      services: new Map(services),
      bundles: [
        {
          functions: new Map([["local-report-1a2b3c4", "local-report"]]),
          sources: new Set([at("handlers/report.ts"), at("shared/both.ts")]),
          folder: at("dist/functions/report"),
        },
      ],
      definition: {
        modules: new Set([at("stacks/platform.ts"), at("shared/both.ts")]),
        reads: {
          files: [at("messages/en/signUp.txt")],
          folders: [at("messages/en")],
          asked: [at("messages/fr"), at("services/orders/Dockerfile")],
        },
        includes: (path: string) => path.endsWith(".yaml"),
      },
      secretsFile: at(".env.local"),
      startFiles: new Set([at("package.json"), at("package-lock.json")]),
    };
  }

  restartService = (name: string, signal: AbortSignal) => this.#note(`restart ${name}`, signal);
  reloadFunctions = (names: readonly string[]) => this.#note(`load ${names.join()}`);
  reloadSecrets = async () => {
    await this.#note("secrets");
    return ["local-orders"];
  };
  reloadDefinition = async (signal?: AbortSignal): Promise<DefinitionChanges> => {
    await this.#note("define", signal);
    return { names: ["new GET /a"], needsStart: [] };
  };

  async #note(name: string, signal?: AbortSignal): Promise<void> {
    await this.act(name, signal);
    this.done.push(name);
  }
}
