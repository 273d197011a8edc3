import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import { type Project, readProject } from "../../project/stackConfig.ts";
import {
  type CreatedResource,
  evaluateStack,
  fullStackName,
  type Provider,
} from "../graph/evaluate.ts";
import { fromPlain, toPlain } from "../graph/plainValues.ts";
import type { Properties } from "../graph/resource.ts";
import { awsComponents } from "../provider/components.ts";
import { type FileReads, recordReads } from "../reload/fileReads.ts";
import type {
  Definition,
  DefinitionRequest,
  EvaluatedStack,
  FunctionToCall,
  ResourceToCreate,
  StackToEvaluate,
} from "./calls.ts";
import { endChildren } from "./childProcesses.mjs";
import { dependencies, noteRead } from "./dependencies.ts";
import { readDefinition } from "./definition.ts";
import { Peer } from "./peer.ts";
import { placedError } from "./place.ts";
import { plainError } from "./plainError.ts";

// Runs in a thread of its own, which loads the project's modules once: an edit needs a new thread.

const require = createRequire(import.meta.url);
let project: Project | undefined;
let readsSoFar: ReturnType<typeof recordReads> | undefined;
let definition: Awaited<ReturnType<typeof readDefinition>> | undefined;

const methods = {
  /** Loads packages that an evaluation will need. */
  loadPackages: (files: readonly string[]) => {
    for (const file of files) {
      try {
        require(file);
      } catch {
        // The program reports what it can't load.
      }
    }
  },
  /** Packages that were loaded here, which are no part of the project. */
  packages: () => Object.keys(require.cache).filter((file) => file.includes("/node_modules/")),
  define: async ({ root, environment, regions }: DefinitionRequest): Promise<Definition> => {
    readsSoFar = recordReads(root, noteRead);
    project = await readProject(root);
    definition = await readDefinition(project, environment, regions);
    const { program: _program, ...known } = definition;
    return known;
  },
  /** What the project's modules have read, after `define`. */
  reads: (): FileReads => readsSoFar!(),
  /** Everything that has had an effect on this thread. */
  dependencies,
  evaluate,
  /** Ends this thread, and the processes that it has started. */
  end: async () => {
    await endChildren();
    // Without what the program or Pulumi would do and print at the end.
    process.removeAllListeners("exit").exit();
  },
};

async function evaluate({ stack, outputs: others }: StackToEvaluate): Promise<EvaluatedStack> {
  const { project, stacks, program } = definition!;
  const { config } = stacks.find(({ name }) => name === stack)!;
  const spec = { project, stack, config, program };
  const problems = new Set<string>();
  const { outputs, components } = await evaluateStack(
    spec,
    providerOf(stack),
    (name) => others[name],
    (problem) => problems.add(`Not served: ${problem}`),
    (warning) => problems.add(`Warning: ${warning}`),
  );
  const name = fullStackName(spec);
  return { name, outputs: await toPlain(outputs), components, problems: [...problems] };
}

/** Asks the platform's thread for resources: it has the AWS endpoints. */
const providerOf = (stack: string): Provider => ({
  ...awsComponents,
  create: async (type, name, inputs, registration) => {
    const resource = { stack, type, name, inputs: await toPlain(inputs), registration };
    const created = await peer.call<CreatedResource>("create", resource as ResourceToCreate);
    return { ...created, outputs: fromPlain(created.outputs) };
  },
  call: (token, inputs) =>
    peer.call<Properties>("call", { stack, token, inputs } satisfies FunctionToCall),
});

const peer = new Peer(parentPort!, methods, async (error) =>
  project ? placedError(error, project) : plainError(error),
);

// Node.js would end the thread at once.
process.once("uncaughtException", (error) => {
  peer.tell("fail", plainError(error));
  void methods.end();
});
