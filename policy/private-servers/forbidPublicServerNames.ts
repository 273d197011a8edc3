import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import {
  hasPublicNames,
  isLoadBalancer,
  isLoadBalancerName,
  isOfNat,
  isPublicServer,
  isPublicServerName,
  isServerName,
  plainName,
  serverNames,
  serversByName,
} from "./support/serverNames.ts";

/** Properties with a record's targets. */
const targets = ["records", "aliases.name"];
const publicNamespace = "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace";
/** Types of records without a target. */
const texts = ["TXT", "SPF", "CAA", "NS", "SOA", "DS", "PTR"];

interface Settings {
  readonly allowLoadBalancers: boolean;
}

/**
 * No record in a public zone points to a server. If the zone is in another stack and may be
 * private, only records for servers that are certainly public count.
 */
export const forbidPublicServerNames: StackRule<Settings> = {
  name: "forbid-public-server-names",
  description: "Public DNS records point to API Gateway or CloudFront, not to servers.",
  why: "A public DNS record reveals a server's address and invites clients to bypass the API.",
  fix: "Point the record to the API's domain name or to a distribution, or move it to a private hosted zone or namespace.",
  equivalents: [],
  settings: {
    allowLoadBalancers: {
      description: "Allow records that point to load balancers.",
      schema: { type: "boolean" },
      default: false,
    },
  },

  *checkStack(stack, { allowLoadBalancers }): Iterable<StackFinding> {
    for (const record of stack.ofType("aws:route53/record:Record")) {
      if (record.hintsAt("type").some((type) => texts.includes(String(type)))) continue;
      const zone = zoneOf(stack, record);
      if (zone === "private") continue;
      for (const property of targets) {
        yield* pointsAtServer(stack, record, property, { zone, allowLoadBalancers });
      }
    }
    for (const namespace of stack.ofType(publicNamespace)) {
      const exposed = "Cloud Map publishes server addresses in public DNS";
      const [value] = namespace.hintsAt("name");
      yield { urn: namespace.urn, exposed, property: "name", value };
    }
  },
};

type ZoneKind = "public" | "private" | "unknown";

function zoneOf(stack: StackView, record: ResourceView): ZoneKind {
  const [zone] = stack.referred(record, "zoneId", "aws:route53/zone:Zone");
  if (!zone) return "unknown";
  return zone.isSet("vpcs") ? "private" : "public";
}

function* pointsAtServer(
  stack: StackView,
  record: ResourceView,
  property: string,
  { zone, allowLoadBalancers }: Settings & { zone: ZoneKind },
): Iterable<StackFinding> {
  const { urn } = record;
  const exposed = "A public DNS record points to a server";
  const counts = (isPublic: (server: ResourceView) => boolean) => (server: ResourceView) =>
    !isOfNat(stack, server) &&
    !(allowLoadBalancers && isLoadBalancer(server)) &&
    (zone === "public" || isPublic(server));

  const named = stack.derived(serversByName);
  for (const value of record.hintsAt(property)) {
    const name = plainName(String(value));
    const isName = zone === "public" ? isServerName(name) : isPublicServerName(name);
    if (allowLoadBalancers && isLoadBalancerName(name)) continue;
    if (isName || named.get(name)?.some(counts(hasPublicNames)))
      yield { urn, exposed, property, value };
  }
  // Unknown values are identified by their dependencies.
  if (record.isKnown(property)) return;
  const server = stack
    .referred(record, property, ...Object.keys(serverNames))
    .find(counts(isPublicServer));
  if (server) {
    const detail = `${property} refers to ${server.type.split(":").at(-1)!} "${server.name}"`;
    yield { urn, exposed, property, value: undefined, detail };
  }
}
