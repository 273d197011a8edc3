import dockerBuildPackage from "@pulumi/docker-build/package.json" with { type: "json" };
import { all, type Input, type Inputs, output, type Output } from "@pulumi/pulumi/output.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
} from "@pulumi/pulumi/resource.js";
import type { Properties } from "../../graph/resource.ts";
import { ArgumentReader } from "./argumentReader.ts";
import { type BuildSettings, imageDigest, sourceDigest } from "./imageDigest.ts";

interface ImageArgs {
  readonly repositoryUrl: Input<string>;
  readonly context: string;
  readonly dockerfile: string | undefined;
  /** The result of `sourceDigest`. */
  readonly sources: string;
  readonly settings: Input<BuildSettings>;
}

/**
 * An `awsx.ecr.Image` that is not built. Its URI ends with a digest of its sources, so it changes
 * exactly when they change.
 */
export class Image extends ComponentResource {
  /** The image's URI in its repository, with a digest instead of a tag. */
  readonly imageUri: Output<string>;

  constructor(name: string, args: ImageArgs, options?: ComponentResourceOptions) {
    super("awsx:ecr:Image", name, {}, options);
    const digest = output(args.settings).apply((settings) => imageDigest(args.sources, settings));
    new BuiltImage(name, buildInputs(args, digest), this);
    this.imageUri = all([args.repositoryUrl, digest]).apply((parts) => parts.join("@"));
    this.registerOutputs({ imageUri: this.imageUri });
  }
}

/** The image itself. It records the build context in the stack's state. */
class BuiltImage extends CustomResource {
  constructor(name: string, inputs: Inputs, parent: ComponentResource) {
    const { version } = dockerBuildPackage;
    super("docker-build:index:Image", name, inputs, { parent, version });
  }
}

/** The inputs of the build. In the real provider `contextHash` is an output. */
const buildInputs = (args: ImageArgs, contextHash: Output<string>) => ({
  context: { location: args.context },
  ...(args.dockerfile === undefined ? {} : { dockerfile: { location: args.dockerfile } }),
  tags: [output(args.repositoryUrl).apply((url) => `${url}:latest`)],
  push: true,
  contextHash,
});

/** Arguments that name, cache or push an image, and do not affect its content. */
const otherNames = ["builderVersion", "cacheFrom", "imageName", "imageTag", "registryId"];
const settingNames = ["args", "target", "platform"];

/**
 * Reads the arguments of `awsx.ecr.Image` and the sources that they name.
 *
 * @throws AwsxArgumentError for an argument that is wrong or not supported
 * @throws ImageSourceError when the context or the Dockerfile is missing
 */
export async function readImageArgs(name: string, inputs: Properties): Promise<ImageArgs> {
  const read = new ArgumentReader(`awsx.ecr.Image "${name}"`);
  read.only(inputs, ["repositoryUrl", "context", "dockerfile", ...settingNames, ...otherNames]);
  const { repositoryUrl, context = ".", dockerfile, args, target, platform } = inputs;
  const files = {
    context: read.text("context", context),
    dockerfile: dockerfile === undefined ? undefined : read.text("dockerfile", dockerfile),
  };
  return {
    ...files,
    repositoryUrl: repositoryUrl as Input<string>,
    sources: await sourceDigest(files),
    settings: { args, target, platform } as Input<BuildSettings>,
  };
}
