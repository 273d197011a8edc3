import {
  type AddressSet,
  difference,
  type Family,
  intersection,
  isWide,
  publicAddresses,
  union,
  widest,
} from "../../model/addresses.ts";
import { type AclRules, letIn, type NetworkAcl } from "../networkAcls.ts";
import { agreedBy, anyOf, type Ternary } from "../reading.ts";
import type { GroupChoice, GroupRule, SecurityGroup } from "../securityGroups.ts";
import type { Subnet } from "../subnets.ts";
import { holds, type Traffic } from "../traffic.ts";
import type { End } from "./ends.ts";
import { gate, type Verdict } from "./verdict.ts";
import { wordsOfAcl, wordsOfGroups, wordsOfSubnet } from "./words.ts";

/** The other end, as a rule sees it. */
export interface Peer {
  /** Addresses that it may have; empty if they are unknown. */
  readonly addresses: AddressSet;
  /** Its security groups, whose members a rule may name. @default none */
  readonly groups?: GroupChoice;
  /** Prefix lists that contain its addresses. @default none */
  readonly lists?: readonly string[];
  /** Such as `subnet "private-1"`, or `security group "web" (sg-1)` for a rule that may name one. */
  readonly words: string;
}

/** The internet, or a service of AWS in it, whose addresses change. */
export const internetPeer = (words: string, lists: readonly string[] = []): Peer => ({
  addresses: publicAddresses.ipv4,
  words,
  lists,
});

/** A subnet, seen by network ACLs. */
export const subnetPeer = (subnet: Subnet, family: Family): Peer => ({
  addresses: subnet.addresses[family],
  words: wordsOfSubnet(subnet),
});

/** Whether allowed addresses include all of a peer's. */
function covers(allowed: AddressSet, needed: AddressSet, family: Family): Ternary {
  if (allowed.length === 0) return false;
  // Nobody knows all of the internet's addresses that a name may lead to; a few are not enough.
  if (needed === publicAddresses.ipv4) {
    const shared = intersection(allowed, needed);
    if (difference(needed, allowed).length === 0) return true;
    return isWide(family, shared, widest) ? undefined : false;
  }
  if (needed.length === 0) {
    return difference(publicAddresses[family], allowed).length === 0 ? true : undefined;
  }
  if (difference(needed, allowed).length === 0) return true;
  return intersection(allowed, needed).length === 0 ? false : undefined;
}

/** Whether security groups allow TCP to a port, out to a peer or in from one. */
export function groupGate(
  end: Pick<End, "groups" | "isOpen">,
  direction: "egress" | "ingress",
  port: number,
  peer: Peer,
  family: Family,
): Verdict {
  const words = wordsOfGroups(end.groups);
  const many = end.groups.groups.length > 1;
  const towards = direction === "egress" ? "to" : "from";
  const obstacle =
    end.groups.groups.length === 0
      ? "it has no security group"
      : `${words} ${many ? "have" : "has"} no ${direction} rule for tcp/${port} ${towards} ${peer.words}. ` +
        `Add one${many ? " to one of them" : ""}`;
  return gate(
    end.isOpen ? true : allowedByGroups(end.groups, direction, port, peer, family),
    obstacle,
    `what ${words === "" ? "its security groups" : words} allow${many || words === "" ? "" : "s"}`,
  );
}

function allowedByGroups(
  choice: GroupChoice,
  direction: "egress" | "ingress",
  port: number,
  peer: Peer,
  family: Family,
): Ternary {
  const sample = { protocol: "tcp", port };
  const directed = choice.groups.map((group) => ({
    group,
    ...(direction === "ingress" ? group : group.outbound()),
  }));
  const matching = directed.flatMap(({ group, rules }) =>
    rules.filter(({ traffic }) => holds(traffic, sample)).map((rule) => ({ group, rule })),
  );
  const addresses = matching.reduce<AddressSet>(
    (all, { rule }) => union(all, rule.addresses[family]),
    [],
  );
  const found = anyOf([
    covers(addresses, peer.addresses, family),
    ...matching.map(({ group, rule }) => namesPeer(group, rule, peer)),
  ]);
  const isKnown = choice.isComplete && directed.every(({ isComplete }) => isComplete);
  if (found === true) return choice.isEach ? true : undefined;
  return found === false && isKnown && choice.isEach ? false : undefined;
}

/** Whether a rule names the peer's security group or prefix list. */
function namesPeer(owner: SecurityGroup, rule: GroupRule, peer: Peer): Ternary {
  const lists = rule.unseenLists.map((keys) =>
    keys.some((key) => peer.lists?.includes(key) === true) ? true : undefined,
  );
  const named = rule.members();
  const theirs = peer.groups?.groups ?? [];
  const isMember =
    theirs.some((group) => named.groups.includes(group)) || (rule.isSelf && theirs.includes(owner));
  const isSure = named.isEach && peer.groups?.isEach !== false;
  return anyOf([
    isMember ? (isSure ? true : undefined) : false,
    // A list of a service of AWS has no addresses of this network.
    ...(peer.groups === undefined || peer.lists !== undefined ? lists : []),
    rule.isComplete ? false : undefined,
  ]);
}

/** Whether a subnet's network ACL allows TCP to ports, out to a peer or in from one. */
export function aclGate(
  subnet: Subnet,
  direction: "egress" | "ingress",
  [from, to]: readonly [from: number, to: number],
  peer: Peer,
  family: Family,
): Verdict {
  const isOpen = agreedBy(
    subnet.acls.map((acl) => allowedByAcl(rulesOf(acl, direction), from, to, peer, family)),
  );
  const [acl] = subnet.acls;
  const words = acl ? wordsOfAcl(acl) : "its network ACL";
  const ports = from === to ? `tcp/${from}` : `tcp/${from}-${to}, the ports of responses,`;
  const towards = direction === "egress" ? "to" : "from";
  return gate(
    isOpen,
    `${words} of ${wordsOfSubnet(subnet)} does not allow ${ports} ${towards} ${peer.words}. ` +
      `Add an ${direction} entry`,
    `what ${words} allows`,
  );
}

const rulesOf = (acl: NetworkAcl, direction: "egress" | "ingress"): AclRules =>
  direction === "ingress" ? acl : acl.outbound();

function allowedByAcl(
  acl: AclRules,
  from: number,
  to: number,
  peer: Peer,
  family: Family,
): Ternary {
  if (!acl.isComplete) return undefined;
  const results = portsToTry(
    acl.rules.map(({ traffic }) => traffic),
    from,
    to,
  ).map((port) => covers(letIn(acl, family, { protocol: "tcp", port }), peer.addresses, family));
  // Any port of a range may be used, so each must be open.
  return results.includes(false) ? false : results.every((result) => result) ? true : undefined;
}

/** The ports of a range at which the result may change. */
const portsToTry = (traffics: readonly Traffic[], from: number, to: number): number[] =>
  [...new Set([from, ...traffics.flatMap((traffic) => [traffic.from, traffic.to + 1])])].filter(
    (port) => from <= port && port <= to,
  );
