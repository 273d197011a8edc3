import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { blockAccess, openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

describe("by VPC Block Public Access", () => {
  const exclusion = (internetGatewayExclusionMode: string, props: object) =>
    aws("ec2.VpcBlockPublicAccessExclusion", "exclusion", {
      internetGatewayExclusionMode,
      ...props,
    });
  const ofVpc = { vpcId: ref("main") };
  opens(openStack, {
    "that is off": [{ add: [blockAccess("off")] }, "web", /→/],
    "that leaves out the VPC": [
      { add: [blockAccess("block-ingress"), exclusion("allow-bidirectional", ofVpc)] },
      "web",
      /→/,
    ],
    "that leaves out the subnet": [
      {
        add: [
          blockAccess("block-bidirectional"),
          exclusion("allow-bidirectional", { subnetId: ref("public-1") }),
        ],
      },
      "web",
      /→/,
    ],
  });
  closes(openStack, {
    "the way in blocked": [
      { add: [blockAccess("block-ingress")] },
      /VPC Block Public Access is on/,
    ],
    "both ways blocked": [
      { add: [blockAccess("block-bidirectional")] },
      /VPC Block Public Access is on/,
    ],
    "the way out left open": [
      { add: [blockAccess("block-bidirectional"), exclusion("allow-egress", ofVpc)] },
      /VPC Block Public Access is on/,
    ],
  });
});
