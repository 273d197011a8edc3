import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";

const vpc = "aws:ec2/vpc:Vpc";
/** The default VPC of each region, whose subnets are public unless changed. */
const defaultVpc = "aws:ec2/defaultVpc:DefaultVpc";

export const subnet = "aws:ec2/subnet:Subnet";
export const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

export const vpcTypes: readonly string[] = [vpc, defaultVpc];

export const isDefaultVpc = ({ type }: ResourceView): boolean => type === defaultVpc;

/** The VPC that a property references, if it is in this stack. */
export function vpcAt(
  stack: StackView,
  resource: ResourceView,
  path: string,
): ResourceView | undefined {
  const { resources, isEach } = stack.references(resource, path, ...vpcTypes);
  return isEach ? resources[0] : undefined;
}

/** The default VPC, if it is in this stack. */
export const defaultVpcOf = (stack: StackView): ResourceView | undefined =>
  stack.ofType(defaultVpc)[0];
