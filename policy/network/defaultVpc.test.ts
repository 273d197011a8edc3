import { aws, type Declared } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { groups, launchTemplate } from "./testing/openHosts.ts";
import { openStack } from "./testing/openStack.ts";
import { closes, opens, undecided } from "./testing/ways.ts";

/** A server without a subnet and without address settings. */
const nowhere = { subnetId: undefined, associatePublicIpAddress: undefined };
const way =
  /route 0\.0\.0\.0\/0 of the main route table of the default VPC → a subnet of the default/;

const server = (type: string, props: Record<string, unknown>): Declared => ({
  type,
  name: "host",
  props,
});
const inPlaceOfWeb = (...add: Declared[]) => ({ web: null, add });
const plain = launchTemplate({ networkInterfaces: undefined, vpcSecurityGroupIds: groups });

describe("in the default VPC", () => {
  opens(openStack, {
    "an instance that names no subnet": [{ web: nowhere }, "web", way],
    "an instance whose launch template names none": [
      {
        web: {
          ...nowhere,
          vpcSecurityGroupIds: undefined,
          launchTemplate: { id: ref("template") },
        },
        add: [plain],
      },
      "web",
      way,
    ],
    "an auto scaling group by zones": [
      inPlaceOfWeb(
        server("aws:autoscaling/group:Group", {
          availabilityZones: ["us-east-1a"],
          launchTemplate: { id: ref("template") },
        }),
        plain,
      ),
      "host",
      way,
    ],
    "a fleet by zones": [
      inPlaceOfWeb(
        server("aws:ec2/fleet:Fleet", {
          launchTemplateConfigs: [
            {
              launchTemplateSpecification: { launchTemplateId: ref("template") },
              overrides: [{ availabilityZone: "us-east-1a" }],
            },
          ],
        }),
        plain,
      ),
      "host",
      way,
    ],
    "a spot fleet with a launch template": [
      inPlaceOfWeb(
        server("aws:ec2/spotFleetRequest:SpotFleetRequest", {
          launchTemplateConfigs: [{ launchTemplateSpecification: { id: ref("template") } }],
        }),
        plain,
      ),
      "host",
      way,
    ],
    "a spot fleet": [
      inPlaceOfWeb(
        server("aws:ec2/spotFleetRequest:SpotFleetRequest", {
          launchSpecifications: [{ vpcSecurityGroupIds: groups }],
        }),
      ),
      "host",
      way,
    ],
  });

  const defaultVpc = aws("ec2.DefaultVpc", "default");
  closes(openStack, {
    "no address": [
      { web: { subnetId: undefined, associatePublicIpAddress: false } },
      /it has no public address/,
    ],
    "routes that the stack took away": [
      {
        web: nowhere,
        add: [
          defaultVpc,
          aws("ec2.DefaultRouteTable", "routes", {
            defaultRouteTableId: ref("default", "defaultRouteTableId"),
            routes: [],
          }),
        ],
      },
      /no route of a subnet of the default VPC leads to an internet gateway/,
    ],
    "unknown subnets of the stack": [
      {
        web: nowhere,
        add: [
          aws("ec2.DefaultSubnet", "zone-a", {
            availabilityZone: "us-east-1a",
            mapPublicIpOnLaunch: false,
          }),
        ],
      },
      /it has no public address/,
    ],
    "a task without a network configuration": inPlaceOfWeb(
      server("aws:ecs/service:Service", { taskDefinition: "task" }),
    ),
  });

  undecided(openStack, {
    "a launch template of another stack, which may name a subnet": [
      { web: { ...nowhere, launchTemplate: { id: "lt-1" } } },
      /whether it has a public address, and whether the subnet that its launch template may name/,
    ],
    "a network interface of another stack": [
      { web: { ...nowhere, primaryNetworkInterface: { networkInterfaceId: "eni-1" } } },
      /whether the subnet of network interface eni-1 has a route/,
    ],
    "a launch template with a network interface": [
      inPlaceOfWeb(
        server("aws:autoscaling/group:Group", {
          availabilityZones: ["us-east-1a"],
          launchTemplate: { id: ref("template") },
        }),
        launchTemplate({ networkInterfaces: [{ networkInterfaceId: "eni-1" }] }),
      ),
      /whether the subnet of network interface eni-1 has a route/,
    ],
  });
});
