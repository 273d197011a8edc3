import { type Declared, ref } from "./testing/declared.ts";
import { openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

describe("by VPC Block Public Access", () => {
  const block = (internetGatewayBlockMode: string): Declared => ({
    type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    name: "block",
    props: { internetGatewayBlockMode },
  });
  const exclusion = (internetGatewayExclusionMode: string, props: object): Declared => ({
    type: "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
    name: "exclusion",
    props: { internetGatewayExclusionMode, ...props },
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
