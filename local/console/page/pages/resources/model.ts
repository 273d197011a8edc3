import type { ResourceGraph, TreeNode } from "../../../../apiTypes/resources.ts";

/** A node in the picture: a resource, or a component that is open or closed. */
export interface ShownNode extends TreeNode {
  readonly isOpen: boolean;
  /** Whether the policies find something in it. */
  readonly isFlagged: boolean;
  /** Resources in it. */
  readonly count: number;
}

interface Marks {
  /** URNs of resources that the policies find something in. */
  readonly flagged: ReadonlySet<string>;
  /** URNs that a search has found: only these and their components are shown. `undefined` without a search. */
  readonly found: ReadonlySet<string> | undefined;
}

/** The components around resources. */
export function around(nodes: readonly TreeNode[], urns: ReadonlySet<string>): ReadonlySet<string> {
  const parents = new Map(nodes.map(({ urn, parent }) => [urn, parent]));
  const found = new Set<string>();
  for (const urn of urns) {
    for (let at = parents.get(urn); at !== undefined; at = parents.get(at)) found.add(at);
  }
  return found;
}

/**
 * What a graph shows of its nodes: those in open components, and each edge between the nodes that stand for its
 * ends.
 */
export function shownGraph(
  { nodes, edges }: ResourceGraph,
  open: ReadonlySet<string>,
  { flagged, found }: Marks,
) {
  const byUrn = new Map(nodes.map((node) => [node.urn, node]));
  const parents = new Set(nodes.map(({ parent }) => parent));
  const counts = new Map<string, number>();
  /** The closed component around a node, or the node itself. */
  const standIns = new Map<string, string>();
  for (const node of nodes) {
    let standIn = node.urn;
    for (let parent = node.parent; parent !== undefined; parent = byUrn.get(parent)?.parent) {
      if (!open.has(parent)) standIn = parent;
      if (!node.isComponent) counts.set(parent, (counts.get(parent) ?? 0) + 1);
    }
    standIns.set(node.urn, standIn);
  }
  const flags = new Set([...flagged].map((urn) => standIns.get(urn)));
  const wanted = found && new Set([...found, ...around(nodes, found)]);
  const shown = nodes
    .filter(({ urn }) => standIns.get(urn) === urn && (wanted?.has(urn) ?? true))
    .map((node): ShownNode => ({
      ...node,
      isOpen: parents.has(node.urn) && open.has(node.urn),
      isFlagged: flags.has(node.urn),
      count: counts.get(node.urn) ?? 0,
    }));
  const shownUrns = new Set(shown.map(({ urn }) => urn));
  const pairs = new Map<string, { from: string; to: string }>();
  for (const edge of edges) {
    const [from, to] = [standIns.get(edge.from), standIns.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (shownUrns.has(from) && shownUrns.has(to)) pairs.set(`${from} ${to}`, { from, to });
  }
  return { nodes: shown, edges: [...pairs.values()] };
}

/** The components that are open at first: those at the top, as long as the picture stays small. */
export function firstOpen({ nodes }: ResourceGraph): ReadonlySet<string> {
  const tops = nodes.filter(({ parent, isComponent }) => parent === undefined && isComponent);
  const children = (urn: string) => nodes.filter(({ parent }) => parent === urn).length;
  return new Set(tops.filter(({ urn }) => children(urn) <= 60).map(({ urn }) => urn));
}
