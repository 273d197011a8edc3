import { notKnown } from "../model/knownCopy.ts";
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
    "publicDomainNames",
    "The container service is reachable from the internet by these names",
  ],
};

/** Nothing public runs on Lightsail. That leaves only containers without a public endpoint. */
export const forbidLightsailServers: ResourceRule = {
  name: "forbid-lightsail-servers",
  description: "Lightsail is used only for containers without a public endpoint.",
  why: "Lightsail has no private subnets: its instances and load balancers are on the internet, with ports 22 and 80 open.",
  fix: "Run the server on ECS or EC2 in a private subnet. For a container service, remove the public endpoint and the public domain names.",
  equivalents: [],
  types: Object.keys(servers),

  *check(server): Iterable<Finding> {
    const [property, exposed] = servers[server.type]!;
    if (!server.isSet(property)) return;
    const isList = server.hintsAt(property).some((value) => typeof value === "object");
    const value = isList ? "set" : (server.hintsAt(property)[0] ?? notKnown);
    yield { exposed, property, value };
  },
};
