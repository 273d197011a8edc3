import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { type Answer, anyOf } from "./answer.ts";
import type { Family } from "./addressSets.ts";
import { ElasticAddresses } from "./elasticAddresses.ts";
import {
  type HostKind,
  hostKinds,
  instance,
  networkInterface,
  templateTraits,
  type Traits,
} from "./hostKinds.ts";
import { elementsOf, flagAt, isGiven, isUnknown, named, numberAt, textsAt } from "./reading.ts";
import type { GroupChoice, SecurityGroups } from "./securityGroups.ts";
import type { Subnet, SubnetChoice, Subnets } from "./subnets.ts";

/** What the internet may reach: a server, a database, a load balancer. */
export interface Host {
  readonly view: ResourceView;
  /** Such as `instance "web"`. */
  readonly words: string;
  /** Where it is: most are in one place. */
  readonly places: readonly Place[];
}

/** A network interface, or several that are alike. */
export interface Place {
  /** Such as `eni of instance "web"`. */
  readonly words: string;
  readonly subnets: SubnetChoice;
  readonly groups: GroupChoice;
  /** Whether it lets everybody in, whatever its groups are. */
  readonly isOpen: boolean;
  /** Whether the internet can address it in a subnet. */
  hasAddress(family: Family, subnet: Subnet): Answer;
  /** What to say where it can't. */
  readonly withoutAddress: string;
  /** Property by which it is open. */
  readonly property: string;
}

/** What says something about a place: the resource itself first, then its templates. */
interface Source {
  readonly view: ResourceView;
  readonly traits: Traits;
}

const attachment = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment";
const groupAttachment =
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment";

/** Reads the hosts of a stack. */
export class Hosts {
  readonly #stack: StackView;
  readonly #subnets: Subnets;
  readonly #groups: SecurityGroups;
  readonly #elastic: ElasticAddresses;
  readonly #hosts = new Map<ResourceView, Host>();

  constructor(stack: StackView, subnets: Subnets, groups: SecurityGroups) {
    this.#stack = stack;
    this.#subnets = subnets;
    this.#groups = groups;
    this.#elastic = new ElasticAddresses(stack);
  }

  /** All that may have a public address of their own. An instance's interfaces are part of it. */
  all(): readonly Host[] {
    const attached = new Set(
      this.#stack.ofType(instance).flatMap((server) => this.#interfacesOf(server)),
    );
    return Object.entries(hostKinds).flatMap(([type, { isOne = () => true }]) =>
      this.#stack
        .ofType(type)
        .filter((view) => !attached.has(view) && isOne(view))
        .map((view) => this.of(view)),
    );
  }

  /** @param view - of a type that {@link hostKinds} has */
  of(view: ResourceView): Host {
    const known = this.#hosts.get(view);
    if (known) return known;
    const host = {
      view,
      words: named(hostKinds[view.type]!.noun, view),
      places: this.#placesOf(view),
    };
    this.#hosts.set(view, host);
    return host;
  }

  #placesOf(view: ResourceView): Place[] {
    const kind = hostKinds[view.type]!;
    const words = `eni of ${named(kind.noun, view)}`;
    if (kind.parts && isGiven(view, kind.parts)) {
      return elementsOf(view, kind.parts).map((part) => this.#placeOf(part, kind, words));
    }
    const interfaces = view.type === instance ? this.#interfacesOf(view) : [];
    const places = interfaces.map((eni) =>
      this.#placeOf(
        eni,
        hostKinds[networkInterface]!,
        `${named("eni", eni)} of ${named(kind.noun, view)}`,
      ),
    );
    // Once it runs, an instance names all of its interfaces, those without a resource too.
    const isAllOfIt = places.length > 0 && ownInterfaces.some((path) => isGiven(view, path));
    return isAllOfIt ? places : [this.#placeOf(view, kind, words), ...places];
  }

  /** Network interfaces with a resource of their own. */
  #interfacesOf(server: ResourceView): readonly ResourceView[] {
    const given = ownInterfaces.flatMap((path) =>
      this.#stack.referred(server, `${path}.networkInterfaceId`, networkInterface),
    );
    const attached = this.#stack
      .referring(server, attachment, "instanceId")
      .flatMap((one) => this.#stack.referred(one, "networkInterfaceId", networkInterface));
    const attachedBySelf = this.#stack.referring(server, networkInterface, "attachments.instance");
    return [...new Set([...given, ...attached, ...attachedBySelf])];
  }

  #placeOf(view: ResourceView, kind: HostKind, words: string): Place {
    const templates = this.#templatesOf(view, kind);
    const sources: Source[] = [{ view, traits: kind }, ...templates.sources];
    const subnets = this.#subnetsOf(sources);
    const elastic = this.#elastic.of(view);
    const isOpen = kind.isOpen?.(view) === true;
    return {
      words,
      subnets,
      groups: this.#groupsOf(view, sources, { kind, subnets, isComplete: templates.isComplete }),
      isOpen,
      hasAddress: (family, subnet) => {
        const own = addressSaid(sources, family, kind.takesAddresses ? subnet : undefined);
        const said = templates.isComplete || own === true ? own : undefined;
        return family === "ipv4" ? anyOf([elastic, said]) : said;
      },
      withoutAddress: "it has no public address",
      property: propertyOf(sources),
    };
  }

  #templatesOf(view: ResourceView, kind: HostKind): { sources: Source[]; isComplete: boolean } {
    const given = (kind.templates ?? []).filter(([path]) => isGiven(view, path));
    const found = given.map(([path, type]) => this.#stack.references(view, path, type));
    const isComplete = found.every(({ isEach, isComplete }) => isEach && isComplete);
    const views = new Set(found.flatMap(({ resources }) => resources));
    const sources = [...views].map((view) => ({ view, traits: templateTraits[view.type]! }));
    return { sources, isComplete };
  }

  #subnetsOf(sources: readonly Source[]): SubnetChoice {
    for (const { view, traits } of sources) {
      const paths = (traits.subnets ?? []).filter((path) => isGiven(view, path));
      if (paths.length > 0) return together(paths.map((path) => this.#subnets.namedBy(view, path)));
      const [path, ...types] = traits.subnetGroup ?? [];
      if (path !== undefined && isGiven(view, path)) {
        const [group] = this.#stack.referred(view, path, ...types);
        return group ? this.#subnets.namedBy(group, "subnetIds") : nowhereKnown;
      }
    }
    return nowhereKnown;
  }

  #groupsOf(
    view: ResourceView,
    sources: readonly Source[],
    { kind, subnets, isComplete }: { kind: HostKind; subnets: SubnetChoice; isComplete: boolean },
  ): GroupChoice {
    const choices = [...this.#groupsNamed(sources), ...this.#groupsAttached(view)];
    if (choices.length > 0) return allOf(choices);
    const { absentGroup = "default" } = kind;
    if (absentGroup === "closed" && isComplete) return noGroup;
    const [vpc] = subnets.subnets.map(({ vpc }) => vpc);
    if (absentGroup !== "default" || !isComplete || !vpc) return { ...noGroup, isComplete: false };
    return { groups: [this.#groups.defaultOf(vpc)], isEach: true, isComplete: true };
  }

  #groupsNamed(sources: readonly Source[]): GroupChoice[] {
    for (const { view, traits } of sources) {
      const paths = (traits.groups ?? []).filter((path) => isGiven(view, path));
      if (paths.length > 0) return paths.map((path) => this.#groups.namedBy(view, path));
    }
    return [];
  }

  #groupsAttached(view: ResourceView): GroupChoice[] {
    return this.#stack
      .referring(view, groupAttachment, "networkInterfaceId")
      .map((one) => this.#groups.namedBy(one, "securityGroupId"));
  }
}

/** Where an instance says that its interfaces are resources of their own. */
const ownInterfaces = ["primaryNetworkInterface", "primaryNetworkInterfaces", "networkInterfaces"];

const nowhereKnown: SubnetChoice = { subnets: [], isEach: false };
const noGroup: GroupChoice = { groups: [], isEach: true, isComplete: true };

const together = (choices: readonly SubnetChoice[]): SubnetChoice => ({
  subnets: [...new Set(choices.flatMap(({ subnets }) => subnets))],
  isEach: choices.every(({ isEach }) => isEach),
});

export const allOf = (choices: readonly GroupChoice[]): GroupChoice => ({
  groups: choices.flatMap(({ groups }) => groups),
  isEach: choices.every(({ isEach }) => isEach),
  isComplete: choices.every(({ isComplete }) => isComplete),
});

/** @param giver - the subnet that gives an address where nothing is said */
function addressSaid(
  sources: readonly Source[],
  family: Family,
  giver: Subnet | undefined,
): Answer {
  const absent = giver ? giver.givesAddresses[family] : false;
  if (family === "ipv6") return anyOf([...sources.map(hasIpv6), absent]);
  if (sources[0] && textsAt(sources[0].view, "publicIp").length > 0) return true;
  for (const { view, traits } of sources) {
    const { publicFlag: path, publicWords: words = [] } = traits;
    if (path === undefined || !isGiven(view, path)) continue;
    const texts = textsAt(view, path);
    if (words === "any" || texts.some((text) => words.includes(text))) return true;
    return flagAt(view, path, false);
  }
  return absent;
}

function hasIpv6({ view, traits }: Source): Answer {
  const paths = (traits.ipv6 ?? []).filter((path) => isGiven(view, path));
  return anyOf(
    paths.map((path) => (isUnknown(view, path) ? undefined : numberAt(view, path) !== 0)),
  );
}

/** The property that names the groups, or if none does the subnets. */
function propertyOf(sources: readonly Source[]): string {
  const [{ view, traits }] = sources as [Source];
  const { groups = [], subnets = [], subnetGroup = [] } = traits;
  const all = [...groups, ...subnets, ...subnetGroup.slice(0, 1)];
  return all.find((path) => view.isSet(path)) ?? all[0] ?? "";
}
