import {
  type AddressSet,
  everything,
  type Family,
  intersection,
  isWide,
  type Allowance,
  union,
} from "../model/addresses.ts";
import { allowanceOf, type InternetSettings, isTrustedList } from "../model/internet.ts";
import { agreedBy, type Ternary } from "./reading.ts";
import type { Place } from "./places.ts";
import { letIn, type NetworkAcl } from "./networkAcls.ts";
import { internetRoute, maySendMore, type RouteTable, sentToInternet } from "./routeTables.ts";
import type { GroupRule, SecurityGroup } from "./securityGroups.ts";
import type { Subnet } from "./subnets.ts";
import { holds, type Sample, samplesOf } from "./traffic.ts";

/** One of several barriers, each of which keeps the internet out while it is closed. */
export interface Gate {
  readonly isOpen: Ternary;
  /** A clause that describes the barrier when it is closed. */
  readonly obstacle: string;
  /** A clause with "whether" or "what", for a barrier whose state is unknown. */
  readonly question?: string;
  /** Whether it counts as open although a part of it is not in this stack. */
  readonly isAssumed?: boolean;
}

/** Settings that decide about gates. */
export interface GateSettings extends InternetSettings {
  /** Ids of subnets of other stacks that are known to have no route to the internet. */
  readonly privateSubnets: readonly string[];
}

/** One way from the internet into a subnet. */
export interface Way {
  readonly subnet: Subnet;
  readonly family: Family;
  /** The traffic that is listened for; `undefined` for all traffic. */
  readonly listens: readonly Sample[] | undefined;
}

/** Decides whether a place in a subnet is open to more of the internet than allowed. */
export class Gates {
  readonly #settings: GateSettings;
  readonly #allowed: Allowance;
  /** Cached results by family, for a route table, a network ACL or a set of addresses. */
  readonly #results: Readonly<Record<Family, WeakMap<object, Ternary>>> = {
    ipv4: new WeakMap(),
    ipv6: new WeakMap(),
  };

  constructor(settings: GateSettings) {
    this.#settings = settings;
    this.#allowed = allowanceOf(settings);
  }

  /** All gates between the internet and a host with a public address. */
  direct(place: Place, way: Way): Gate[] {
    const hasAddress = place.hasAddress(way.family, way.subnet);
    const address: Gate = {
      isOpen: hasAddress,
      obstacle: place.withoutAddress,
      question: "whether it has a public address",
    };
    return [address, this.#route(place, way, hasAddress), ...this.inside(place, way)];
  }

  /** The gates for any entry point, such as Global Accelerator. */
  inside(place: Place, way: Way): Gate[] {
    const { subnet } = way;
    const gates: Gate[] = [
      {
        isOpen: subnet.isUnblocked,
        obstacle: "VPC Block Public Access is on",
        question: "whether VPC Block Public Access is on",
      },
      this.#acl(way),
      this.#group(place, way),
    ];
    const [, acl, group] = gates;
    if (acl!.isOpen !== true || group!.isOpen !== true || this.#meet(place, way)) return gates;
    const closer = subnet.acls[0]!.words ?? "the route of its subnet";
    const obstacle = `${closer} and its security groups allow no traffic in common`;
    return [...gates, { isOpen: false, obstacle }];
  }

  /** The rules that allow the internet, such as `sg "web" allows tcp/443 from 0.0.0.0/0`. */
  openRules(
    place: Place,
    { family, listens }: Way,
  ): readonly (readonly [SecurityGroup, GroupRule])[] {
    const rules = place.groups.groups.flatMap((group) =>
      group.rules
        .filter(
          ({ addresses, traffic }) =>
            addresses[family].length > 0 &&
            (!listens || listens.some((one) => holds(traffic, one))),
        )
        .map((rule) => [group, rule] as const),
    );
    const wide = rules.find(([, { addresses }]) => this.#isWide(family, addresses[family]));
    return wide ? [wide] : rules;
  }

  /** @param hasAddress - an address of its own shows that a subnet of another stack is public */
  #route(place: Place, { subnet, family }: Way, hasAddress: Ternary): Gate {
    if (subnet.id !== undefined && this.#settings.privateSubnets.includes(subnet.id)) {
      return { isOpen: false, obstacle: `${subnet.words} is private by configuration` };
    }
    const isOpen = agreedBy(subnet.tables.map((table) => this.#leadsToInternet(table, family)));
    const [table] = subnet.tables;
    const target = table && internetRoute(table, family)?.target;
    const detached = target?.kind === "internet" ? target.obstacle : undefined;
    const obstacle = detached ?? `no route of ${subnet.words} leads to an internet gateway`;
    if (subnet.tables.length === 0 && hasAddress === true) {
      return { isOpen: true, obstacle, isAssumed: place.isInPublicSubnets !== true };
    }
    const question = `whether ${subnet.words} has a route to an internet gateway`;
    return { isOpen, obstacle, question };
  }

  #leadsToInternet(table: RouteTable, family: Family): Ternary {
    return this.#remembered(family, table, () => {
      if (isWide(family, sentToInternet(table, family), this.#allowed)) {
        const target = internetRoute(table, family)!.target;
        return target.kind === "internet" && target.obstacle === undefined;
      }
      return maySendMore(table, family) ? undefined : false;
    });
  }

  #acl({ subnet, family }: Way): Gate {
    const isOpen = agreedBy(subnet.acls.map((acl) => this.#letsIn(acl, family)));
    const words = subnet.acls[0]?.words ?? "its network ACL";
    const obstacle = `${words} allows nothing from the internet`;
    return { isOpen, obstacle, question: `what ${words} allows` };
  }

  #letsIn(acl: NetworkAcl, family: Family): Ternary {
    if (!acl.isComplete) return undefined;
    return this.#remembered(family, acl, () =>
      samplesOf(acl.rules.map(({ traffic }) => traffic)).some((sample) =>
        isWide(family, letIn(acl, family, sample), this.#allowed),
      ),
    );
  }

  #group(place: Place, { family, listens }: Way): Gate {
    const { groups, isEach, isComplete } = place.groups;
    const obstacle =
      groups.length === 1
        ? `${groups[0]!.words} allows nothing from the internet`
        : "its security groups allow nothing from the internet";
    if (place.isOpen) return { isOpen: true, obstacle };
    const question = this.#questionOf(place);
    const isOpen = isEach
      ? this.#isAnyOpen(groups, isComplete, family, listens)
      : agreedBy(groups.map((group) => this.#isAnyOpen([group], isComplete, family, listens)));
    return { isOpen, obstacle, question };
  }

  #isAnyOpen(
    groups: readonly SecurityGroup[],
    isComplete: boolean,
    family: Family,
    listens: readonly Sample[] | undefined,
  ): Ternary {
    const rules = groups
      .flatMap(({ rules }) => rules)
      .filter(({ traffic }) => !listens || listens.some((sample) => holds(traffic, sample)));
    const set = rules.reduce<AddressSet>((all, rule) => union(all, rule.addresses[family]), []);
    if (this.#isWide(family, set)) return true;
    const isAllKnown =
      isComplete &&
      groups.every((group) => group.isComplete) &&
      rules.every(
        (rule) => rule.isComplete && rule.unseenLists.every((keys) => this.#trusts(keys)),
      );
    return isAllKnown ? false : undefined;
  }

  /**
   * Whether security groups, network ACL and routes allow the same addresses with the same traffic.
   */
  #meet(place: Place, { subnet, family, listens }: Way): boolean {
    const { groups, isEach } = place.groups;
    const [acl, ...otherAcls] = subnet.acls;
    const [table, ...otherTables] = subnet.tables;
    if (!acl || otherAcls.length > 0 || otherTables.length > 0 || !isEach) return true;
    const rules = place.isOpen ? [openRule] : groups.flatMap(({ rules }) => rules);
    const traffics = [...rules, ...acl.rules].map(({ traffic }) => traffic);
    const routed = table ? sentToInternet(table, family) : everything[family];
    const sets = (listens ?? samplesOf(traffics)).map((sample) => {
      const allowed = rules
        .filter(({ traffic }) => holds(traffic, sample))
        .reduce<AddressSet>((all, rule) => union(all, rule.addresses[family]), []);
      return intersection(allowed, letIn(acl, family, sample));
    });
    const met = sets.reduce<AddressSet>((all, set) => union(all, set), []);
    // A missing route to the internet is a closed gate of its own.
    const isRouted = this.#isWide(family, routed);
    return this.#isWide(family, isRouted ? intersection(met, routed) : met);
  }

  /** The parts of its security groups that this stack does not show. */
  #questionOf({ groups: { groups } }: Place): string {
    const lists = groups
      .flatMap(({ rules }) => rules.flatMap(({ unseenLists }) => unseenLists))
      .filter((keys) => !this.#trusts(keys));
    if (lists.length > 0) {
      const ids = new Set(lists.map(([id]) => id));
      return `what prefix list ${[...ids].join(", ")} contains (the setting trustedRanges may name it)`;
    }
    const unseen = groups.filter(({ isComplete }) => !isComplete).map(({ words }) => words);
    return unseen.length === 1 ? `what ${unseen[0]!} allows` : "what its security groups allow";
  }

  #trusts(listKeys: readonly string[]): boolean {
    return isTrustedList(this.#settings, listKeys);
  }

  #isWide(family: Family, set: AddressSet): boolean {
    return this.#remembered(family, set, () => isWide(family, set, this.#allowed)) === true;
  }

  #remembered(family: Family, key: object, compute: () => Ternary): Ternary {
    const results = this.#results[family];
    if (!results.has(key)) results.set(key, compute());
    return results.get(key);
  }
}

/** The largest number of names in one hop or sentence. */
export const mostNamed = 3;

const openRule = { traffic: { protocol: "any", from: 0, to: 65_535 }, addresses: everything };
