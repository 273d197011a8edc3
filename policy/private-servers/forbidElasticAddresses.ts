import { notKnown } from "../model/knownCopy.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/**
 * The properties that name what gets the address, by type. A NAT gateway names its address itself.
 */
const holders: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/eip:Eip": ["instance", "networkInterface"],
  "aws:ec2/eipAssociation:EipAssociation": ["instanceId", "networkInterfaceId"],
};

/** No server or network interface has an Elastic IP address. */
export const forbidElasticAddresses: ResourceRule = {
  name: "forbid-elastic-addresses",
  description: "Only NAT gateways have Elastic IP addresses.",
  why: "A server with an Elastic IP address stays on the internet, whatever subnet it is in.",
  fix: "Remove the address from the server; a NAT gateway references its address by allocationId.",
  equivalents: ["ec2-instance-no-public-ip"],
  types: Object.keys(holders),

  *check(address): Iterable<Finding> {
    const property = holders[address.type]!.find((holder) => address.isSet(holder));
    if (property === undefined) return;
    const exposed = "A server, or its network interface, gets a public address";
    yield { exposed, property, value: address.hintsAt(property)[0] ?? notKnown };
  },
};
