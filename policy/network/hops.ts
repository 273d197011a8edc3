import type { Family } from "./addressSets.ts";
import type { Gates, Way } from "./gates.ts";
import type { Place } from "./places.ts";
import { internetRoute } from "./routeTables.ts";
import { inShort } from "./traffic.ts";

/** Most names that one hop lists. */
const mostNamed = 3;

/** The gateway, the route and the subnet by which the internet comes to an address in a VPC. */
export function hopsInto({ subnet, family }: Way): string[] {
  const [table] = subnet.tables;
  const route = table && internetRoute(table, family);
  if (!route || route.target.kind !== "internet") return [subnet.words];
  const acl = subnet.acls.map(({ words }) => words).find((words) => words !== undefined);
  return [
    route.target.words,
    `route ${ofFamily(route.cidrs, family).join(", ")} of ${table.words}`,
    acl ? `${subnet.words} (${acl})` : subnet.words,
  ];
}

/** The host with what lets everybody in. */
export function lastHop(place: Place, way: Way, gates: Gates): string {
  if (place.isOpen) return `${place.words} (which lets everybody in)`;
  const rules = gates.openRules(place, way).slice(0, mostNamed);
  if (rules.length === 0) return place.words;
  const allowances = rules.map(([group, { traffic, cidrs }]) => {
    const from = ofFamily(cidrs, way.family).slice(0, mostNamed).join(", ");
    return `${group.words} allows ${inShort(traffic)} from ${from}`;
  });
  return `${place.words} (${allowances.join("; ")})`;
}

const ofFamily = (cidrs: readonly string[], family: Family): readonly string[] =>
  cidrs.filter((cidr) => cidr.includes(":") === (family === "ipv6"));
