import { type BuildSettings, imageDigest, sourceDigest } from "../awsx/imageDigest.ts";
import { type CreateRequest, digits, required, type ResourceKinds } from "../kind.ts";

/**
 * The remote components of the `awsx` package for an evaluation without an engine: each is one
 * resource with its children's ids as outputs. `local/provider/awsx/` constructs them for the engine.
 */
export const awsxKinds: ResourceKinds = {
  "awsx:ec2:Vpc": {
    create: (request) => {
      const zones = (request.inputs["availabilityZoneNames"] ?? []) as string[];
      const specs = (request.inputs["subnetSpecs"] ?? []) as { type: string; name: string }[];
      const subnetIds = (type: string) =>
        specs
          .filter((spec) => spec.type === type)
          .flatMap((spec) =>
            zones.map((zone) => `subnet-${part(request, `${spec.name}/${zone}`)}`),
          );
      const vpcId = `vpc-${part(request, "vpc")}`;
      return {
        id: vpcId,
        outputs: {
          vpcId,
          publicSubnetIds: subnetIds("Public"),
          privateSubnetIds: subnetIds("Private"),
          isolatedSubnetIds: subnetIds("Isolated"),
        },
      };
    },
  },
  // Images are not built: a service runs from the image's build context.
  "awsx:ecr:Image": {
    create: async (request) => {
      const { args, platform, target } = request.inputs as BuildSettings;
      const sources = await sourceDigest({ context: required(request, "context") });
      const digest = imageDigest(sources, { args, platform, target });
      const imageUri = `${required(request, "repositoryUrl")}@${digest}`;
      return { id: imageUri, outputs: { imageUri } };
    },
  },
};

/** Digits of a child of the component. */
const part = (request: CreateRequest, name: string): string =>
  digits({ ...request, name: `${request.name}/${name}` }, 17);
