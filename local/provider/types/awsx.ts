import { type BuildSettings, imageDigest, sourceDigest } from "../awsx/imageDigest.ts";
import { required, type ResourceKinds } from "../kind.ts";

/**
 * The remote components of the `awsx` package that are one resource in an evaluation without an
 * engine. `local/provider/awsx/` constructs the others, and all of them for the engine.
 */
export const awsxKinds: ResourceKinds = {
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
