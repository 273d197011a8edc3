import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ReleaseArgs } from "./release.ts";

/** What a stage serves. */
export interface Deployments {
  readonly live: aws.apigateway.Deployment;
  readonly canary: aws.apigateway.Deployment | undefined;
}

/**
 * A change of the document is live once a new deployment has it; its hash tells when one is due.
 * While a canary is tried out, the change is the canary's and what is live stays as it is.
 */
export function deploy(
  name: string,
  restApi: aws.apigateway.RestApi,
  body: pulumi.Output<string>,
  { canary }: ReleaseArgs,
  opts: pulumi.CustomResourceOptions,
): Deployments {
  const hash = body.apply((text) => createHash("sha256").update(text).digest("hex"));
  const create = (deployment: string, more: pulumi.CustomResourceOptions) =>
    new aws.apigateway.Deployment(
      deployment,
      { restApi: restApi.id, triggers: { body: hash } },
      pulumi.mergeOptions(opts, more),
    );
  return {
    live: create(name, canary ? { ignoreChanges: ["triggers"] } : {}),
    canary: canary && create(`${name}-canary`, {}),
  };
}
