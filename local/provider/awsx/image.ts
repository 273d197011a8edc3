import { all, type Input, output, type Output } from "@pulumi/pulumi/output.js";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi/resource.js";
import type { Properties } from "../../graph/resource.ts";
import { ArgumentReader } from "./argumentReader.ts";
import { type BuildSettings, imageDigest, sourceDigest } from "./imageDigest.ts";

export interface ImageArgs {
  readonly repositoryUrl: Input<string>;
  /** Of what it is built from, as `sourceDigest` gives it. */
  readonly sources: string;
  readonly settings: Input<BuildSettings>;
}

/**
 * An `awsx.ecr.Image` that is never built: its address ends in a digest of what it would be built
 * from, so that it changes with the sources and with nothing else.
 */
export class Image extends ComponentResource {
  /** The image's address in its repository, by digest and without a tag. */
  readonly imageUri: Output<string>;

  constructor(name: string, args: ImageArgs, options?: ComponentResourceOptions) {
    super("awsx:ecr:Image", name, {}, options);
    const digest = output(args.settings).apply((settings) => imageDigest(args.sources, settings));
    this.imageUri = all([args.repositoryUrl, digest]).apply((parts) => parts.join("@"));
    this.registerOutputs({ imageUri: this.imageUri });
  }
}

/** They name, cache or push an image and have no part in its content. */
const besides = ["builderVersion", "cacheFrom", "imageName", "imageTag", "registryId"];
const settingNames = ["args", "target", "platform"];

/**
 * Reads the arguments of `awsx.ecr.Image` and the sources that they name.
 *
 * @throws AwsxArgumentError for an argument that is wrong, or can't be had here
 * @throws ImageSourceError when the context or the Dockerfile is missing
 */
export async function readImageArgs(name: string, inputs: Properties): Promise<ImageArgs> {
  const read = new ArgumentReader(`awsx.ecr.Image "${name}"`);
  read.only(inputs, ["repositoryUrl", "context", "dockerfile", ...settingNames, ...besides]);
  const { repositoryUrl, context = ".", dockerfile, args, target, platform } = inputs;
  return {
    repositoryUrl: repositoryUrl as Input<string>,
    sources: await sourceDigest({
      context: read.text("context", context),
      dockerfile: dockerfile === undefined ? undefined : read.text("dockerfile", dockerfile),
    }),
    settings: { args, target, platform } as Input<BuildSettings>,
  };
}
