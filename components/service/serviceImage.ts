import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions, flag, required, text } from "../shared/options.ts";
import * as defaults from "./defaults.ts";
import { type CpuArchitecture, cpuArchitectureRule } from "./taskSize.ts";

export interface ServiceImageArgs {
  /** Folder that holds the Dockerfile and is its build context. */
  directory: string;
  /** Processor that it is built for. */
  cpuArchitecture: CpuArchitecture;
  deletionProtection: boolean;
}

/**
 * A service's image, built from its Dockerfile when the stack is deployed.
 *
 * Creates an encrypted, scanned ECR repository, a lifecycle policy that keeps the newest images,
 * and the image (`awsx.ecr.Image`; building it needs Docker with buildx). Costs 0.10 USD a month
 * per GB of images.
 */
export class ServiceImage extends pulumi.ComponentResource {
  /** The image's address with its digest. */
  readonly uri: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;

  constructor(name: string, args: ServiceImageArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ServiceImage "${name}"`, args, {
      directory: required(text()),
      cpuArchitecture: required(cpuArchitectureRule),
      deletionProtection: required(flag),
    });
    super("palisade:service:ServiceImage", name, {}, opts);
    const child = { parent: this };

    const repository = new aws.ecr.Repository(
      name,
      {
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        forceDelete: !args.deletionProtection,
      },
      child,
    );
    new aws.ecr.LifecyclePolicy(
      name,
      { repository: repository.name, policy: JSON.stringify({ rules: [keepNewest] }) },
      child,
    );
    const image = new awsx.ecr.Image(
      name,
      {
        repositoryUrl: repository.repositoryUrl,
        context: args.directory,
        platform: args.cpuArchitecture === "ARM64" ? "linux/arm64" : "linux/amd64",
      },
      pulumi.mergeOptions(child, { transforms: [keepImage] }),
    );

    this.uri = image.imageUri;
    this.repositoryArn = repository.arn;
    this.registerOutputs({ uri: this.uri });
  }
}

/**
 * Keeps the built image in the state and in the repository, although its resource knows only the registry's
 * token of the last deployment, which ends after 12 hours. The version of docker-build that awsx selects
 * drops the image from the state when a refresh finds the token expired, and a destroy asks the registry with it.
 *
 * Sources: pulumi-docker-build, pull request 930; Amazon ECR API Reference, "GetAuthorizationToken".
 */
const keepImage: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "docker-build:index:Image"
    ? { props, opts: { ...opts, version: defaults.dockerBuildVersion, retainOnDelete: true } }
    : undefined;

const keepNewest = {
  rulePriority: 1,
  description: `Keep the newest ${defaults.keptImages} images`,
  selection: {
    tagStatus: "any",
    countType: "imageCountMoreThan",
    countNumber: defaults.keptImages,
  },
  action: { type: "expire" },
};
