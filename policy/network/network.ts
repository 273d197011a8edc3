import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import { type Door, doorsOf } from "./doors.ts";
import { Hosts } from "./hosts.ts";
import { LoadBalancers } from "./loadBalancers.ts";
import { NetworkAcls } from "./networkAcls.ts";
import type { Path } from "./path.ts";
import { PublicAccessBlocks } from "./publicAccessBlocks.ts";
import { RouteTables } from "./routeTables.ts";
import { SecurityGroups } from "./securityGroups.ts";
import { Subnets } from "./subnets.ts";
import { Targets } from "./targets.ts";

/** The network of a stack: hosts, and everything that decides who can reach them. */
export interface Network {
  readonly subnets: Subnets;
  readonly groups: SecurityGroups;
  readonly hosts: Hosts;
  readonly loadBalancers: LoadBalancers;
  readonly targets: Targets;
  readonly doors: readonly Door[];
  /** Paths from the internet that were found, by the settings of the search. */
  readonly paths: SharedValues<string, readonly Path[]>;
}

/** Reads the network of a stack; use it with the stack's `derived`. */
export function readNetwork(stack: StackView): Network {
  const groups = new SecurityGroups(stack);
  const subnets = new Subnets(stack, {
    tables: new RouteTables(stack),
    acls: new NetworkAcls(stack),
    blocks: new PublicAccessBlocks(stack),
  });
  return {
    subnets,
    groups,
    hosts: new Hosts(stack, subnets, groups),
    loadBalancers: new LoadBalancers(stack, subnets, groups),
    targets: new Targets(stack),
    doors: doorsOf(stack),
    paths: stack.sharedValues(),
  };
}
