import { graphlib, layout as arrange } from "@dagrejs/dagre";
import type { ShownNode } from "./model.ts";

/** A place in the picture; `x` and `y` are its top left corner. */
export interface Box {
  readonly node: ShownNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** The `d` of an SVG path. */
  readonly path: string;
}

export interface Layout {
  /** Open components first, the outer before the inner. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

/** The arranged children of a component, from its own corner. */
interface Group extends Size {
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

const characterWidth = 6.6;
const maxCharacters = 34;

/** Around the children of a component, and above them for its name. */
const margin = { side: 12, top: 22 };

const gap = 10;

export const shortName = (name: string): string =>
  name.length > maxCharacters ? `${name.slice(0, maxCharacters - 1)}…` : name;

/**
 * Arranges nodes from left to right along their references: the children of each component among themselves, and then
 * the component as a whole among its own neighbours. So the time grows with the components, not with all pairs of nodes.
 */
export function layoutOf(nodes: readonly ShownNode[], edges: readonly Edge[]): Layout {
  const known = new Map(nodes.map((node) => [node.urn, node]));
  const parentOf = (urn: string): string | undefined => {
    const parent = known.get(urn)?.parent;
    return parent !== undefined && known.get(parent)?.isOpen ? parent : undefined;
  };
  const children = groupBy(nodes, ({ urn }) => parentOf(urn));
  const lifted = groupBy(liftEdges(edges, parentOf), ({ within }) => within);
  const groups = new Map<string | undefined, Group>();
  const sizeOf = (node: ShownNode): Size => {
    if (!node.isOpen) return leafSize(node);
    const group = groups.get(node.urn)!;
    return { width: Math.max(group.width, leafSize(node).width), height: group.height };
  };
  const arrangeWithin = (parent: string | undefined): void => {
    const own = children.get(parent) ?? [];
    for (const { urn, isOpen } of own) if (isOpen) arrangeWithin(urn);
    const sizes = new Map(own.map((node) => [node.urn, sizeOf(node)]));
    groups.set(parent, group(sizes, lifted.get(parent) ?? []));
  };
  arrangeWithin(undefined);
  const boxes: Box[] = [];
  const place = (parent: string | undefined, left: number, top: number): void => {
    for (const node of children.get(parent) ?? []) {
      const { x, y } = groups.get(parent)!.places.get(node.urn)!;
      boxes.push({ node, x: left + x, y: top + y, ...sizeOf(node) });
      if (node.isOpen) place(node.urn, left + x, top + y);
    }
  };
  place(undefined, 0, 0);
  const { width, height } = groups.get(undefined)!;
  const sorted = [
    ...boxes.filter(({ node }) => node.isOpen),
    ...boxes.filter(({ node }) => !node.isOpen),
  ];
  return { boxes: sorted, lines: linesOf(edges, boxes), width, height };
}

/** As `Map.groupBy`, which older browsers and Node.js 20 lack. */
function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own) own.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const leafSize = ({ name, kind }: ShownNode): Size => ({
  width: Math.max(shortName(name).length, kind.length + 6) * characterWidth + 24,
  height: 38,
});

/** Each reference between the two neighbours, within one component, that hold its ends. */
function liftEdges(edges: readonly Edge[], parentOf: (urn: string) => string | undefined) {
  const pathOf = (urn: string): string[] => {
    const parent = parentOf(urn);
    return parent === undefined ? [urn] : [...pathOf(parent), urn];
  };
  return edges.flatMap(({ from, to }) => {
    const [one, other] = [pathOf(from), pathOf(to)];
    const at = one.findIndex((urn, index) => urn !== other[index]);
    const [source, target] = [one[at], other[at]];
    // One end lies within the other.
    if (source === undefined || target === undefined) return [];
    return [{ within: one[at - 1], from: source, to: target }];
  });
}

/** Those with references by dagre, the others in rows below. */
function group(sizes: ReadonlyMap<string, Size>, edges: readonly Edge[]): Group {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: gap, ranksep: 46 });
  graph.setDefaultEdgeLabel(() => ({}));
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  for (const urn of linked) graph.setNode(urn, { ...sizes.get(urn)! });
  for (const { from, to } of edges) graph.setEdge(from, to);
  if (linked.size > 0) arrange(graph);
  const arranged = (linked.size > 0 ? graph.graph() : {}) as Partial<Size>;
  const places = new Map<string, { x: number; y: number }>();
  for (const urn of linked) {
    const { x, y } = graph.node(urn) as { x: number; y: number };
    const { width, height } = sizes.get(urn)!;
    places.set(urn, { x: x - width / 2 + margin.side, y: y - height / 2 + margin.top });
  }
  const others = [...sizes].filter(([urn]) => !linked.has(urn));
  const rows = placeInRows(others, arranged, places);
  return { places, width: rows.width + 2 * margin.side, height: rows.height + margin.top + gap };
}

function placeInRows(
  others: readonly (readonly [string, Size])[],
  { width: above = 0, height: top = 0 }: Partial<Size>,
  places: Map<string, { x: number; y: number }>,
): Size {
  const area = others.reduce(
    (sum, [, { width, height }]) => sum + (width + gap) * (height + gap),
    0,
  );
  const most = Math.max(above, Math.sqrt(area * 1.8));
  let [x, y, rowHeight, widest] = [0, top === 0 ? 0 : top + gap, 0, above];
  for (const [urn, { width, height }] of others) {
    if (x > 0 && x + width > most) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    places.set(urn, { x: x + margin.side, y: y + margin.top });
    x += width + gap;
    rowHeight = Math.max(rowHeight, height);
    widest = Math.max(widest, x - gap);
  }
  return { width: widest, height: others.length > 0 ? y + rowHeight : top };
}

/** Curves from the right of a box to the left of another one. Open components themselves have none. */
function linesOf(edges: readonly Edge[], boxes: readonly Box[]): Line[] {
  const byUrn = new Map(boxes.map((box) => [box.node.urn, box]));
  return edges.flatMap(({ from, to }) => {
    const [source, target] = [byUrn.get(from)!, byUrn.get(to)!];
    if (source.node.isOpen || target.node.isOpen) return [];
    const [x1, y1] = [source.x + source.width, source.y + source.height / 2];
    const [x2, y2] = [target.x, target.y + target.height / 2];
    const bend = Math.min(160, Math.max(24, Math.abs(x2 - x1) / 2));
    const points = [x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2].map(Math.round);
    const path = `M${points.slice(0, 2).join(" ")}C${points.slice(2).join(" ")}`;
    return [{ key: `${from} ${to}`, from, to, path }];
  });
}
