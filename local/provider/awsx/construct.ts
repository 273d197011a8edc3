import type { ConstructResult } from "@pulumi/pulumi/provider/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi/resource.js";
import type { Properties } from "../../graph/resource.ts";
import { Image, readImageArgs } from "./image.ts";
import { Vpc } from "./vpc.ts";
import { readVpcArgs } from "./vpcArgs.ts";

type Construct = (
  name: string,
  inputs: Properties,
  options: ComponentResourceOptions,
) => Promise<ConstructResult>;

const components: Record<string, Construct> = {
  "awsx:ec2:Vpc": async (name, inputs, options) => {
    const { urn, outputs } = new Vpc(name, readVpcArgs(name, inputs), options);
    return { urn, state: outputs };
  },
  "awsx:ecr:Image": async (name, inputs, options) => {
    const { urn, imageUri } = new Image(name, await readImageArgs(name, inputs), options);
    return { urn, state: { imageUri } };
  },
};

/** The program uses a component of the awsx package that is not supported here. */
class UnknownComponentError extends Error {
  override readonly name = "UnknownComponentError";

  constructor(type: string) {
    super(
      `The local platform does not support "${type}"; of the awsx package it supports ` +
        `${Object.keys(components).join(" and ")}. Add the component under local/provider/awsx/, or ` +
        `leave it out of the local stacks.`,
    );
  }
}

/**
 * Creates a remote component of the awsx package.
 *
 * @throws UnknownComponentError
 * @throws AwsxArgumentError for an argument that is wrong or not supported
 * @throws ImageSourceError when an image's context or Dockerfile is missing
 */
export async function construct(
  name: string,
  type: string,
  inputs: Properties,
  options: ComponentResourceOptions,
): Promise<ConstructResult> {
  const component = components[type];
  if (!component) throw new UnknownComponentError(type);
  return component(name, inputs, options);
}
