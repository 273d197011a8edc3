import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

const noRule = { ingress: [] };

describe("by addresses", () => {
  const eip = (props: object) => aws("ec2.Eip", "eip", { domain: "vpc", ...props });
  const association = (props: object) =>
    aws("ec2.EipAssociation", "association", { allocationId: ref("eip"), ...props });
  const eni = aws("ec2.NetworkInterface", "eni", {
    subnetId: ref("public-1"),
    securityGroups: [ref("web-sg")],
  });
  const noAddress = { associatePublicIpAddress: false };
  const ofEni = {
    associatePublicIpAddress: undefined,
    subnetId: undefined,
    vpcSecurityGroupIds: undefined,
    primaryNetworkInterface: { networkInterfaceId: ref("eni") },
  };
  opens(openStack, {
    "the subnet's gift": [
      {
        web: { associatePublicIpAddress: undefined },
        "public-1": { mapPublicIpOnLaunch: true },
      },
      "web",
      /→/,
    ],
    "an Elastic IP": [{ web: noAddress, add: [eip({ instance: ref("web") })] }, "web", /→/],
    "an Elastic IP that is associated apart": [
      { web: noAddress, add: [eip({}), association({ instanceId: ref("web") })] },
      "web",
      /→/,
    ],
    "an Elastic IP of its interface": [
      {
        web: ofEni,
        add: [eni, eip({}), association({ networkInterfaceId: ref("eni") })],
      },
      "web",
      /eni "eni" of instance "web" \(sg "web-sg"/,
    ],
    "an Elastic IP of a second interface": [
      {
        web: noAddress,
        add: [
          eni,
          eip({ networkInterface: ref("eni") }),
          aws("ec2.NetworkInterfaceAttachment", "attached", {
            instanceId: ref("web"),
            networkInterfaceId: ref("eni"),
            deviceIndex: 1,
          }),
        ],
      },
      "web",
      /eni "eni" of instance "web"/,
    ],
    "its own interface, which is named once it runs": [
      {
        web: { primaryNetworkInterface: { networkInterfaceId: "eni-1" } },
        add: [
          { ...eni, props: { subnetId: ref("public-1"), securityGroups: [] } },
          aws("ec2.NetworkInterfaceAttachment", "attached", {
            instanceId: ref("web"),
            networkInterfaceId: ref("eni"),
            deviceIndex: 1,
          }),
        ],
      },
      "web",
      /eni of instance "web" \(sg "web-sg"/,
    ],
    "an unattached interface": [
      { web: null, add: [eni, eip({ networkInterface: ref("eni") })] },
      "eni",
      /eni of network interface "eni"/,
    ],
    "a group that is attached to its interface": [
      {
        web: { vpcSecurityGroupIds: [ref("closed")] },
        add: [
          aws("ec2.SecurityGroup", "closed", noRule),
          aws("ec2.NetworkInterfaceSecurityGroupAttachment", "more", {
            securityGroupId: ref("web-sg"),
            networkInterfaceId: ref("web", "primaryNetworkInterfaceId"),
          }),
        ],
      },
      "web",
      /sg "web-sg" allows/,
    ],
  });
  closes(openStack, {
    "no address": [{ web: noAddress }, /it has no public address/],
    "an Elastic IP for something else": [
      {
        web: noAddress,
        add: [eip({ instance: "i-other" })],
      },
      /it has no public address/,
    ],
    "a NAT gateway with an Elastic IP": {
      web: null,
      add: [
        eip({}),
        aws("ec2.NatGateway", "nat", { subnetId: ref("public-1"), allocationId: ref("eip") }),
      ],
    },
  });
});
