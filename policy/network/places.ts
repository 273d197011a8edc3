import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { Family } from "../model/addresses.ts";
import { type HostKind, templateTraits, type Traits } from "./hostKinds.ts";
import { type Ternary, anyOf, flagAt, isGiven, isUnknown, numberAt, textsAt } from "./reading.ts";
import type { GroupChoice, SecurityGroups } from "./securityGroups.ts";
import type { Subnet, SubnetChoice, Subnets } from "./subnets.ts";

/** A network interface, or several identical ones. */
export interface Place {
  /** Such as `eni of instance "web"`. */
  readonly words: string;
  readonly subnets: SubnetChoice;
  readonly groups: GroupChoice;
  /** Whether it allows everyone, whatever its security groups are. */
  readonly isOpen: boolean;
  /** Whether it has a public address in a subnet. */
  hasAddress(family: Family, subnet: Subnet): Ternary;
  /**
   * Whether a public address shows that its subnets lead to the internet, because AWS requires it.
   *
   * @default false
   */
  readonly isInPublicSubnets?: boolean;
  /** The obstacle in findings if it has none. */
  readonly withoutAddress: string;
  /** The property that opens it. */
  readonly property: string;
}

/** A resource that defines a place: the host itself first, then its launch templates. */
interface Source {
  readonly view: ResourceView;
  readonly traits: Traits;
}

const groupAttachment =
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment";

/** Reads the network interfaces of hosts. */
export class Places {
  readonly #stack: StackView;
  readonly #subnets: Subnets;
  readonly #groups: SecurityGroups;

  constructor(stack: StackView, subnets: Subnets, groups: SecurityGroups) {
    this.#stack = stack;
    this.#subnets = subnets;
    this.#groups = groups;
  }

  of(view: ResourceView, kind: HostKind, words: string): Place {
    const templates = this.#templatesOf(view, kind);
    const sources: Source[] = [{ view, traits: kind }, ...templates.sources];
    const subnets = this.#subnetsOf(sources, kind, templates.isComplete);
    const elastic = hasElasticAddress(this.#stack, view);
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

  /** @param isComplete - whether this stack has all launch templates, which may name subnets */
  #subnetsOf(sources: readonly Source[], kind: HostKind, isComplete: boolean): SubnetChoice {
    for (const { view, traits } of sources) {
      const paths = (traits.subnets ?? []).filter((path) => isGiven(view, path));
      if (paths.length > 0) return together(paths.map((path) => this.#subnets.namedBy(view, path)));
      const [path, ...types] = traits.subnetGroup ?? [];
      if (path !== undefined && isGiven(view, path)) {
        const [group] = this.#stack.referred(view, path, ...types);
        const [name = "that is not in this stack"] = textsAt(view, path);
        return group
          ? this.#subnets.namedBy(group, "subnetIds")
          : this.#subnets.unseen(`a subnet of subnet group ${name}`);
      }
      const interfaces = (traits.interfaces ?? []).filter((path) => isGiven(view, path));
      if (interfaces.length > 0) return this.#subnetsOfInterfaces(view, interfaces);
    }
    if (kind.takesAddresses !== true) return nowhereKnown;
    return isComplete
      ? this.#subnets.ofDefaultVpc()
      : this.#subnets.unseen("the subnet that its launch template may name");
  }

  /** Network interfaces of this stack are places of their own. */
  #subnetsOfInterfaces(view: ResourceView, paths: readonly string[]): SubnetChoice {
    const ids = paths.flatMap((path) =>
      textsAt(view, path.endsWith(interfaceId) ? path : `${path}.${interfaceId}`),
    );
    const strangers = ids.filter((id) => !this.#stack.has(id));
    return strangers.length > 0
      ? this.#subnets.unseen(`the subnet of network interface ${strangers[0]!}`)
      : nowhereKnown;
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

const interfaceId = "networkInterfaceId";
const nowhereKnown: SubnetChoice = { subnets: [], isEach: false };
const noGroup: GroupChoice = { groups: [], isEach: true, isComplete: true };

const together = (choices: readonly SubnetChoice[]): SubnetChoice => ({
  subnets: [...new Set(choices.flatMap(({ subnets }) => subnets))],
  isEach: choices.every(({ isEach }) => isEach),
});

const allOf = (choices: readonly GroupChoice[]): GroupChoice => ({
  groups: choices.flatMap(({ groups }) => groups),
  isEach: choices.every(({ isEach }) => isEach),
  isComplete: choices.every(({ isComplete }) => isComplete),
});

/** @param giver - the subnet that decides about an address if the host does not */
function addressSaid(
  sources: readonly Source[],
  family: Family,
  giver: Subnet | undefined,
): Ternary {
  const absent = giver ? giver.givesAddresses[family] : false;
  if (family === "ipv6") {
    // A state shows how many addresses there are, even if its subnet is in another stack.
    const isSaid = giver?.isSeen === false && sources.some(saysIpv6);
    return anyOf([...sources.map(hasIpv6), isSaid ? false : absent]);
  }
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

const saysIpv6 = ({ view, traits }: Source): boolean =>
  (traits.ipv6 ?? []).some((path) => isGiven(view, path));

function hasIpv6({ view, traits }: Source): Ternary {
  const paths = (traits.ipv6 ?? []).filter((path) => isGiven(view, path));
  return anyOf(
    paths.map((path) => (isUnknown(view, path) ? undefined : numberAt(view, path) !== 0)),
  );
}

/** The property that names the security groups, or otherwise the subnets. */
function propertyOf(sources: readonly Source[]): string {
  const [{ view, traits }] = sources as [Source];
  const { groups = [], subnets = [], subnetGroup = [] } = traits;
  const all = [...groups, ...subnets, ...subnetGroup.slice(0, 1)];
  return all.find((path) => view.isSet(path)) ?? all[0] ?? "";
}

/** Types that associate an Elastic IP address, and the properties that name what gets it. */
const associations = [
  ["aws:ec2/eip:Eip", "instance"],
  ["aws:ec2/eip:Eip", "networkInterface"],
  ["aws:ec2/eipAssociation:EipAssociation", "instanceId"],
  ["aws:ec2/eipAssociation:EipAssociation", "networkInterfaceId"],
] as const;

function hasElasticAddress(stack: StackView, view: ResourceView): Ternary {
  const given = associations.flatMap(([type, path]) =>
    stack
      .referring(view, type, path)
      .map((association) => stack.references(association, path, view.type).isEach),
  );
  return given.includes(true) ? true : given.length > 0 ? undefined : false;
}
