import type { Finding, ResourceRule } from "../rule.ts";
import { openedBy } from "./support/switches.ts";

/** File transfer servers are reachable only inside a VPC. */
export const forbidPublicTransferServers: ResourceRule = {
  name: "forbid-public-transfer-servers",
  description: "Transfer Family servers have an endpoint in a VPC and no public address.",
  why: "A public file transfer server accepts logins from anyone, and servers are public by default.",
  fix: 'Set endpointType to "VPC" with subnets in endpointDetails, and remove addressAllocationIds.',
  equivalents: ["CKV_AWS_164"],
  types: ["aws:transfer/server:Server"],

  *check(server): Iterable<Finding> {
    const exposed = "The file transfer server is open to the internet";
    yield* openedBy(
      {
        exposed,
        property: "endpointType",
        closed: ["VPC", "VPC_ENDPOINT"],
        closedByDefault: false,
      },
      server,
    );
    const property = "endpointDetails.addressAllocationIds";
    if (server.valuesAt("endpointDetails").length > 0 && server.isSet(property)) {
      yield { exposed, property, value: server.hintsAt(property) };
    }
  },
};
