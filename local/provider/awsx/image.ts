import { createHash } from "node:crypto";
import awsPackage from "@pulumi/aws/package.json" with { type: "json" };
import dockerBuildPackage from "@pulumi/docker-build/package.json" with { type: "json" };
import { getStack } from "@pulumi/pulumi/metadata.js";
import { type Input, type Inputs, output, type Output } from "@pulumi/pulumi/output.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
} from "@pulumi/pulumi/resource.js";
import { invoke } from "@pulumi/pulumi/runtime/invoke.js";
import type { Properties } from "../../graph/resource.ts";
import { ArgumentReader } from "./argumentReader.ts";
import { type BuildSettings, requireSources } from "./imageDigest.ts";

interface ImageArgs {
  readonly repositoryUrl: Input<string>;
  readonly registryId?: Input<string>;
  /** The image's tag. @default a hash of what it is built from */
  readonly imageName?: Input<string>;
  readonly context: string;
  readonly dockerfile: string | undefined;
  readonly settings: Input<BuildSettings>;
}

/**
 * An `awsx.ecr.Image` that is not built. As with awsx, the image exists once its repository's address is
 * known: a preview before the first deployment has none. Its URI ends with a digest of its sources.
 *
 * Source: pulumi-awsx, awsx/ecr/image.ts.
 */
export class Image extends ComponentResource {
  /** The image's URI in its repository, with a digest instead of a tag. */
  readonly imageUri: Output<string>;

  constructor(name: string, args: ImageArgs, options?: ComponentResourceOptions) {
    super("awsx:ecr:Image", name, {}, options);
    const { context, dockerfile, ...inputs } = args;
    this.imageUri = output(inputs).apply((known) => {
      const { digest } = new BuiltImage({ ...known, context, dockerfile }, this);
      return digest.apply((sha) => `${known.repositoryUrl}@${sha}`);
    });
    this.registerOutputs({ imageUri: this.imageUri });
  }
}

interface KnownArgs extends Pick<ImageArgs, "context" | "dockerfile"> {
  readonly repositoryUrl: string;
  readonly registryId?: string;
  readonly imageName?: string;
  readonly settings: BuildSettings;
}

/** The image itself. It records the build context in the stack's state. */
class BuiltImage extends CustomResource {
  declare readonly digest: Output<string>;

  constructor(args: KnownArgs, parent: ComponentResource) {
    const { version } = dockerBuildPackage;
    const name = args.imageName ?? uniqueName(args);
    const inputs: Inputs = { ...buildInputs(args, name, parent), digest: undefined };
    super("docker-build:index:Image", name, inputs, { parent, version });
  }
}

function buildInputs(
  { repositoryUrl, registryId, context, dockerfile, settings }: KnownArgs,
  name: string,
  parent: ComponentResource,
): Inputs {
  const tag = `${repositoryUrl}:${name}`;
  const account = registryId ?? repositoryUrl.split(".", 1)[0]!;
  return {
    tags: [tag],
    buildArgs: settings.args,
    cacheFrom: [{ registry: { ref: tag } }],
    cacheTo: [{ inline: {} }],
    context: { location: context },
    ...(dockerfile !== undefined && { dockerfile: { location: dockerfile } }),
    platforms: settings.platform === undefined ? [] : [settings.platform],
    target: settings.target,
    push: true,
    registries: [credentials(account, parent)],
  };
}

/** A name that changes with the place that the image is built from. */
function uniqueName({ context, dockerfile, settings: { args = {} } }: KnownArgs): string {
  const file = dockerfile === undefined ? "" : `;dockerfile=${dockerfile}`;
  const named = Object.entries(args).map(([key, value]) => `;arg[${key}]=${value}`);
  const hash = createHash("sha1").update([context, file, ...named, getStack()].join(""));
  return `${hash.digest("hex").slice(0, 8)}-container`;
}

/** The address and the temporary token of the account's registry. */
function credentials(registryId: string, parent: ComponentResource): Input<Inputs> {
  const { version } = awsPackage;
  const token = "aws:ecr/getAuthorizationToken:getAuthorizationToken";
  const found = output(invoke(token, { registryId }, { parent, version }));
  return found.apply(({ proxyEndpoint, userName, password }) => ({
    address: proxyEndpoint as string,
    username: userName as string,
    password: password as string,
  }));
}

/** Arguments that cache an image, and do not affect its content. */
const ignored = ["builderVersion", "cacheFrom"];
const settingNames = ["args", "target", "platform"];
const names = ["imageName", "imageTag", "registryId"];

/**
 * Reads the arguments of `awsx.ecr.Image`.
 *
 * @throws AwsxArgumentError for an argument that is wrong or not supported
 * @throws ImageSourceError when the context or the Dockerfile is missing
 */
export async function readImageArgs(name: string, inputs: Properties): Promise<ImageArgs> {
  const read = new ArgumentReader(`awsx.ecr.Image "${name}"`);
  read.only(inputs, [
    "repositoryUrl",
    "context",
    "dockerfile",
    ...settingNames,
    ...names,
    ...ignored,
  ]);
  const { repositoryUrl, context = ".", dockerfile, args, target, platform } = inputs;
  const imageName = inputs["imageName"] ?? inputs["imageTag"];
  const files = {
    context: read.text("context", context),
    dockerfile: dockerfile === undefined ? undefined : read.text("dockerfile", dockerfile),
  };
  await requireSources(files);
  return {
    ...files,
    repositoryUrl: repositoryUrl as Input<string>,
    ...(imageName !== undefined && { imageName: imageName as Input<string> }),
    ...(inputs["registryId"] !== undefined && {
      registryId: inputs["registryId"] as Input<string>,
    }),
    settings: { args, target, platform } as Input<BuildSettings>,
  };
}
