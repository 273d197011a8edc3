import { createHash } from "node:crypto";
import type { Properties } from "../../graph/resource.ts";
import { changedProperties } from "../changedProperties.ts";
import { UnknownTypeError } from "../errors.ts";
import { type EngineProvider, servePlugin } from "./server.ts";
import type { StackResource } from "./service.ts";

const imageType = "docker-build:index:Image";

/**
 * Runs the plugin `pulumi-resource-docker-build`, which `awsx.ecr.Image` uses: prints its port for the
 * engine and serves until it is killed. It does not build images.
 */
export const main = (version: string): Promise<void> =>
  servePlugin({ version, configure: async () => images });

const images: EngineProvider = {
  check: async ({ type }, inputs) => {
    if (type !== imageType) throw new UnknownTypeError(type);
    return { inputs, failures: [] };
  },
  diff: (_, before, after) => ({
    changed: changedProperties(before, after),
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (resource, inputs) => {
    const outputs = describe(resource, inputs);
    return { id: outputs.digest, inputs, outputs };
  },
  previewUpdate: (_, outputs, inputs) => ({ ...outputs, ...inputs }),
  update: async (resource, _, inputs) => describe(resource, inputs),
  delete: async () => {},
  read: async (_, id, outputs) => {
    const { digest: _digest, ref: _ref, ...inputs } = outputs;
    return { id, type: imageType, inputs, outputs };
  },
  call: (token) => Promise.reject(new UnknownTypeError(token)),
};

function describe({ stack, name }: StackResource, inputs: Properties) {
  const [tag] = (inputs["tags"] ?? []) as string[];
  const built = JSON.stringify([stack, name, inputs]);
  const digest = `sha256:${createHash("sha256").update(built).digest("hex")}`;
  return { ...inputs, digest, ref: `${tag ?? name}@${digest}` };
}
