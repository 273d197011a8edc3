import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

describe("by VPC Block Public Access", () => {
  const block = (internetGatewayBlockMode: string) =>
    aws("ec2.VpcBlockPublicAccessOptions", "block", { internetGatewayBlockMode });
  const exclusion = (internetGatewayExclusionMode: string, props: object) =>
    aws("ec2.VpcBlockPublicAccessExclusion", "exclusion", {
      internetGatewayExclusionMode,
      ...props,
    });
  const ofVpc = { vpcId: ref("main") };
  opens(openStack, {
    "that is off": [{ add: [block("off")] }, "web", /→/],
    "that leaves out the VPC": [
      { add: [block("block-ingress"), exclusion("allow-bidirectional", ofVpc)] },
      "web",
      /→/,
    ],
    "that leaves out the subnet": [
      {
        add: [
          block("block-bidirectional"),
          exclusion("allow-bidirectional", { subnetId: ref("public-1") }),
        ],
      },
      "web",
      /→/,
    ],
  });
  closes(openStack, {
    "the way in blocked": [{ add: [block("block-ingress")] }, /VPC Block Public Access is on/],
    "both ways blocked": [{ add: [block("block-bidirectional")] }, /VPC Block Public Access is on/],
    "the way out left open": [
      {
        add: [block("block-bidirectional"), exclusion("allow-egress", ofVpc)],
      },
      /VPC Block Public Access is on/,
    ],
  });
});
