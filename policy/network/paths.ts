import { type Allowance, families, type Family } from "../model/addresses.ts";
import { allowanceOf } from "../model/internet.ts";
import type { ResourceView } from "../model/resourceView.ts";
import { gatesBehind } from "./behindBalancers.ts";
import type { Door, DoorKind } from "./doors.ts";
import { type Gate, Gates, type GateSettings, mostNamed, type Way } from "./gates.ts";
import { hostKinds } from "./hostKinds.ts";
import type { Host } from "./hosts.ts";
import type { Place } from "./places.ts";
import { type LoadBalancer, loadBalancerTypes, classicType } from "./loadBalancers.ts";
import type { Network } from "./network.ts";
import type { Path } from "./path.ts";
import { named } from "./reading.ts";
import { internet } from "./routeTargets.ts";
import { internetRoute } from "./routeTables.ts";
import { inShort, type Sample } from "./traffic.ts";

export interface PathSearch extends GateSettings {
  /** Entry points that may be open. */
  readonly allowedDoors: readonly DoorKind[];
}

/**
 * All paths from the internet to hosts: for each entry point the most open and shortest one. Cached
 * for all rules with the same settings.
 */
export function pathsFromInternet(network: Network, search: PathSearch): readonly Path[] {
  const { widest, trustedRanges, privateSubnets, allowedDoors } = search;
  const key = JSON.stringify([widest, trustedRanges, privateSubnets, allowedDoors]);
  return network.paths.get(key, () => searchPaths(network, search));
}

function searchPaths(network: Network, settings: PathSearch): Path[] {
  const { allowedDoors } = settings;
  const search = new Search(network, settings);
  const own = network.hosts.all().flatMap((host) => search.direct(host));
  const isClosedDoor = (kind: DoorKind) => !allowedDoors.includes(kind);
  const byBalancers = isClosedDoor("load-balancer")
    ? network.loadBalancers.all().flatMap((balancer) => search.through(balancer))
    : [];
  const byDoors = network.doors
    .filter(({ kind }) => isClosedDoor(kind))
    .flatMap((door) => search.by(door));
  return [...own, ...byBalancers, ...byDoors];
}

class Search {
  readonly #network: Network;
  readonly #allowed: Allowance;
  readonly #gates: Gates;

  constructor(network: Network, settings: GateSettings) {
    this.#network = network;
    this.#allowed = allowanceOf(settings);
    this.#gates = new Gates(settings);
  }

  /** Paths to a host's public address. */
  direct(host: Host, listens?: readonly Sample[]): Path[] {
    return this.#best(host, listens, (place, way) => ({
      gates: this.#gates.direct(place, way),
      hops: hopsInto(way),
    }));
  }

  /**
   * Paths through a public load balancer to its targets, or to itself if it is closed or unknown.
   */
  through(balancer: LoadBalancer): Path[] {
    if (!balancer.forwards) return [];
    return this.direct(balancer, balancer.listens).flatMap((path) => this.#behind(balancer, path));
  }

  /** Paths through an entry point that leads to private addresses. */
  by(door: Door): Path[] {
    return door.leadsTo.flatMap((view) => {
      const start = [internet, ...door.hops];
      const balancer = isBalancer(view) ? this.#network.loadBalancers.of(view) : undefined;
      if (balancer && !balancer.forwards) return [];
      const host = balancer ?? this.#hostOf(view);
      const paths = door.isClientSeen
        ? this.#best(host, door.takes ?? balancer?.listens, (place, way) => ({
            gates: this.#gates.inside(place, way),
            hops: start,
          }))
        : [openPath(host, start)];
      return balancer ? paths.flatMap((path) => this.#behind(balancer, path)) : paths;
    });
  }

  /** The most open path to a host, over its places and their subnets. */
  #best(
    host: Host,
    listens: readonly Sample[] | undefined,
    walk: (place: Place, way: Way) => { gates: readonly Gate[]; hops: readonly string[] },
  ): Path[] {
    const paths = host.places.flatMap((place) =>
      families.flatMap((family) => {
        const { subnets, isEach } = place.subnets;
        const found = subnets.map((subnet): Path => {
          const way = { subnet, family, listens };
          const { gates, hops } = walk(place, way);
          const last = lastHop(place, way, this.#gates);
          return pathOf(host, { gates, hops: [...hops, last], property: place.property });
        });
        found.sort(byOpenness);
        // If the host is in one of several subnets, but unknown which, the most closed one counts.
        const counting = isEach ? found[0] : found.at(-1);
        return counting ? [counting] : [];
      }),
    );
    return paths.sort(byOpenness).slice(0, 1);
  }

  #behind(balancer: LoadBalancer, path: Path, seen: ReadonlySet<ResourceView> = new Set()): Path[] {
    if (!path.isKnown || path.closed.length > 0) return [path];
    const targets = this.#network.targets
      .of(balancer)
      .filter(({ view }) => view !== balancer.view && !seen.has(view));
    // Its targets are outside this stack, so the path ends at the load balancer.
    if (targets.length === 0) return [path];
    const found = targets.flatMap(({ view, hops, isClientSeen }) => {
      const next = isBalancer(view) ? this.#network.loadBalancers.of(view) : undefined;
      const host = next ?? this.#hostOf(view);
      const gates = gatesBehind({ host: balancer, isClientSeen }, host, this.#allowed);
      const property = host.places[0]?.property ?? "";
      const all = [...path.hops, ...hops, host.words];
      const onward = pathOf(host, { gates, hops: all, property });
      return next ? this.#behind(next, onward, new Set([...seen, balancer.view])) : [onward];
    });
    return oneForEach(found);
  }

  #hostOf(view: ResourceView): Host {
    if (view.type in hostKinds) return this.#network.hosts.of(view);
    return { view, words: named("function", view), places: [] };
  }
}

const isBalancer = ({ type }: ResourceView): boolean =>
  type === classicType || loadBalancerTypes.includes(type);

const openPath = (host: Host, hops: readonly string[]): Path =>
  pathOf(host, {
    gates: [],
    hops: [...hops, host.words],
    property: host.places[0]?.property ?? "",
  });

function pathOf(
  { view, words }: Host,
  found: { gates: readonly Gate[]; hops: readonly string[]; property: string },
): Path {
  const { gates, hops, property } = found;
  return {
    host: view,
    words,
    hops,
    property,
    isKnown: gates.every(({ isOpen }) => isOpen !== undefined),
    isAssumed: gates.some(({ isAssumed }) => isAssumed === true),
    questions: gates.flatMap(({ isOpen, question }) =>
      isOpen === undefined && question !== undefined ? [question] : [],
    ),
    closed: gates.filter(({ isOpen }) => isOpen === false),
  };
}

const byOpenness = (one: Path, other: Path): number =>
  one.closed.length - other.closed.length ||
  Number(other.isKnown) - Number(one.isKnown) ||
  one.hops.length - other.hops.length;

/** The most open path to each host. */
function oneForEach(paths: readonly Path[]): Path[] {
  const best = new Map<ResourceView, Path>();
  for (const path of paths.toSorted(byOpenness)) {
    if (!best.has(path.host)) best.set(path.host, path);
  }
  return [...best.values()];
}

/** The gateway, route and subnet on the way from outside to an address in a VPC. */
function hopsInto({ subnet, family }: Way): string[] {
  const [table] = subnet.tables;
  const route = table && internetRoute(table, family);
  if (!route || route.target.kind !== "internet") {
    const unseen = subnet.isSeen ? "with routes of another stack" : "which is not in this stack";
    return [internet, subnet.tables.length > 0 ? subnet.words : `${subnet.words}, ${unseen}`];
  }
  const acl = subnet.acls.map(({ words }) => words).find((words) => words !== undefined);
  return [
    route.target.origin,
    route.target.words,
    `route ${ofFamily(route.cidrs, family).join(", ")} of ${table.words}`,
    acl ? `${subnet.words} (${acl})` : subnet.words,
  ];
}

/** The host, with the rules that allow everyone. */
function lastHop(place: Place, way: Way, gates: Gates): string {
  if (place.isOpen) return `${place.words} (which allows everyone)`;
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
