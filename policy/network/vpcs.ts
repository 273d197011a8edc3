import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";

const vpc = "aws:ec2/vpc:Vpc";
/** The one that AWS makes in each region: its subnets are public until somebody changes them. */
const defaultVpc = "aws:ec2/defaultVpc:DefaultVpc";

export const subnet = "aws:ec2/subnet:Subnet";
export const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

export const vpcTypes: readonly string[] = [vpc, defaultVpc];

export const isDefaultVpc = ({ type }: ResourceView): boolean => type === defaultVpc;

/** The VPC that a property names, where it is this stack's. */
export function vpcAt(
  stack: StackView,
  resource: ResourceView,
  path: string,
): ResourceView | undefined {
  const { resources, isEach } = stack.references(resource, path, ...vpcTypes);
  return isEach ? resources[0] : undefined;
}

/** The default VPC, where this stack has it. */
export const defaultVpcOf = (stack: StackView): ResourceView | undefined =>
  stack.ofType(defaultVpc)[0];
