import type { Provider } from "../graph/evaluate.ts";
import { Vpc } from "./awsx/vpc.ts";
import { readVpcArgs } from "./awsx/vpcArgs.ts";

/** The part of the provider that runs where the program runs: components are made of Pulumi's resources. */
export const awsComponents: Pick<Provider, "owns" | "construct"> = {
  owns: (type) => /^(?:awsx?|random|pulumi:providers):/.test(type),
  construct: (type, name, inputs) =>
    type === "awsx:ec2:Vpc" ? new Vpc(name, readVpcArgs(name, inputs)).outputs : undefined,
};
