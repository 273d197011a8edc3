import { randomInt } from "node:crypto";
import { changedProperties } from "../changedProperties.ts";
import { UnknownTypeError } from "../errors.ts";
import { checkRandom, createRandom } from "../random.ts";
import { type EngineProvider, servePlugin } from "./server.ts";

/** Runs the plugin `pulumi-resource-random`: prints its port for the engine and serves until it is killed. */
export const main = (version: string): Promise<void> =>
  servePlugin({ version, configure: async () => passwords });

export const passwords: EngineProvider = {
  check: async ({ type }, inputs) => ({ inputs, failures: checkRandom(type, inputs) }),
  // Every input decides on the characters or says when to choose new ones.
  diff: (_, before, after) => {
    const changed = changedProperties(before, after);
    return { changed, replaces: changed, deleteBeforeReplace: false };
  },
  create: async (_, inputs) => {
    const { id, result } = createRandom(inputs, randomInt);
    return { id, inputs, outputs: { ...inputs, result } };
  },
  previewUpdate: (_, outputs, inputs) => ({ ...outputs, ...inputs }),
  update: async (_, { outputs }, inputs) => ({ ...outputs, ...inputs }),
  delete: async () => {},
  read: async ({ type }, id, outputs) => {
    const { result: _result, ...inputs } = outputs;
    return { id, type, inputs, outputs };
  },
  call: (token) => Promise.reject(new UnknownTypeError(token)),
};
