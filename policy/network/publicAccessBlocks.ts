import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { type Ternary, isUnknown, textsAt } from "./reading.ts";

const options = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
const exclusion = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion";

/**
 * VPC Block Public Access closes the internet gateways of a region to inbound connections, and with
 * them Global Accelerator and CloudFront's VPC origins.
 *
 * Source: "VPC BPA basics", Amazon VPC User Guide.
 */
export class PublicAccessBlocks {
  readonly #stack: StackView;

  constructor(stack: StackView) {
    this.#stack = stack;
  }

  /** Whether VPC Block Public Access lets the internet into a subnet. */
  letIn(subnet: ResourceView, vpc: ResourceView | undefined): Ternary {
    const block = this.#stack.ofType(options).find((block) => mayBeInOneRegion(block, subnet));
    if (!block) return true;
    if (isUnknown(block, "internetGatewayBlockMode")) return undefined;
    // Both block-bidirectional and block-ingress keep the internet out.
    const [mode = "off"] = textsAt(block, "internetGatewayBlockMode");
    return mode === "off" || this.#isExcluded(subnet, vpc);
  }

  #isExcluded(subnet: ResourceView, vpc: ResourceView | undefined): Ternary {
    const exclusions = [
      ...this.#stack.referring(subnet, exclusion, "subnetId"),
      ...(vpc ? this.#stack.referring(vpc, exclusion, "vpcId") : []),
    ];
    // The other mode, allow-egress, keeps inbound connections out.
    const modes = exclusions.flatMap((exclusion) =>
      textsAt(exclusion, "internetGatewayExclusionMode"),
    );
    return modes.includes("allow-bidirectional");
  }
}

function mayBeInOneRegion(one: ResourceView, other: ResourceView): boolean {
  const [first] = textsAt(one, "region");
  const [second] = textsAt(other, "region");
  return first === undefined || second === undefined || first === second;
}
