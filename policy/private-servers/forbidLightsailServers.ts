import { notKnown } from "../model/knownCopy.ts";
import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Lightsail resources that are public if a property is set. Most of these properties are required.
 */
const servers: Readonly<Record<string, readonly [property: string, exposed: string]>> = {
  "aws:lightsail/instance:Instance": ["bundleId", "Every Lightsail instance has a public address"],
  "aws:lightsail/staticIpAttachment:StaticIpAttachment": [
    "instanceName",
    "The Lightsail instance has a permanent public address",
  ],
  "aws:lightsail/lb:Lb": ["instancePort", "Every Lightsail load balancer is internet-facing"],
  "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion": [
    "publicEndpoint",
    "The container is open to the internet",
  ],
  "aws:lightsail/containerService:ContainerService": [
    "power",
    "Every container service has a public URL, which leads to the container that a deployment makes its public endpoint",
  ],
};

/**
 * Nothing runs on Lightsail, other than container services that are disabled.
 *
 * Source: "View Amazon Lightsail container services", Amazon Lightsail User Guide: each service has
 * a default domain.
 */
export const forbidLightsailServers: ResourceRule = {
  name: "forbid-lightsail-servers",
  description: "No servers or containers run on Lightsail.",
  why: "Lightsail has no private subnets: its instances and load balancers are on the internet, with ports 22 and 80 open.",
  fix: "Run the server on ECS or EC2 in a private subnet, or set isDisabled to true for a container service.",
  equivalents: [],
  types: Object.keys(servers),

  *check(server): Iterable<Finding> {
    const [property, exposed] = servers[server.type]!;
    const isDisabled = server.valueAt("isDisabled", false);
    if (!server.isSet(property) || isDisabled === undefined || isTrue(isDisabled)) return;
    const isList = server.hintsAt(property).some((value) => typeof value === "object");
    const value = isList ? "set" : (server.hintsAt(property)[0] ?? notKnown);
    yield { exposed, property, value };
  },
};
