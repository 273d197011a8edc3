import type { Properties } from "../../graph/resource.ts";
import { imageDigest, sourceDigest } from "../awsx/imageDigest.ts";
import { changedProperties } from "../changedProperties.ts";
import { UnknownTypeError } from "../errors.ts";
import { type EngineProvider, servePlugin } from "./server.ts";

/** The version whose behaviour it has, and the one that the program selects. awsx would select an older one. */
const version = "0.0.22";

const imageType = "docker-build:index:Image";

/**
 * Runs the plugin `pulumi-resource-docker-build`, which `awsx.ecr.Image` uses: prints its port for the
 * engine and serves until it is killed. It does not build images.
 */
export const main = (): Promise<void> => servePlugin({ version, configure: async () => images });

/** Source of its behaviour: pulumi-docker-build, provider/internal/image.go. */
export const images: EngineProvider = {
  // The real provider has the digest of the sources among the outputs.
  check: async ({ type }, inputs) => {
    if (type !== imageType) throw new UnknownTypeError(type);
    const sources = {
      context: locationOf(inputs["context"]) ?? ".",
      dockerfile: locationOf(inputs["dockerfile"]),
    };
    return { inputs: { ...inputs, contextHash: await sourceDigest(sources) }, failures: [] };
  },
  // Each deployment has another token.
  diff: (_, before, after) => ({
    changed: changedProperties(withoutPasswords(before), withoutPasswords(after)),
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (_, inputs) => {
    const outputs = describe(inputs);
    return { id: outputs.digest, inputs, outputs };
  },
  previewUpdate: (_, outputs, inputs) => ({ ...outputs, ...inputs }),
  update: async (_, __, inputs) => describe(inputs),
  delete: async () => {},
  // From 0.0.21 on, an image stays in the state whatever the registry answers, but for "not found".
  read: async (_, id, outputs) => {
    const { digest: _digest, ref: _ref, ...inputs } = outputs;
    return { id, type: imageType, inputs, outputs };
  },
  call: (token) => Promise.reject(new UnknownTypeError(token)),
};

const locationOf = (file: unknown): string | undefined =>
  (file as { location?: string } | undefined)?.location;

const withoutPasswords = (inputs: Properties): Properties => ({
  ...inputs,
  registries: ((inputs["registries"] ?? []) as Properties[]).map(
    ({ password: _password, ...registry }) => registry,
  ),
});

function describe(inputs: Properties) {
  const { contextHash, tags, buildArgs, target, platforms } = inputs;
  const settings = { args: buildArgs, target, platform: (platforms as string[] | undefined)?.[0] };
  const digest = imageDigest(String(contextHash), settings as Parameters<typeof imageDigest>[1]);
  return { ...inputs, digest, ref: `${(tags as string[])[0]}@${digest}` };
}
