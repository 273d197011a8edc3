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

export interface Layout {
  /** Open components first, the outer before the inner. */
  readonly boxes: readonly Box[];
  readonly lines: readonly {
    readonly key: string;
    readonly from: string;
    readonly to: string;
    readonly path: string;
  }[];
  readonly width: number;
  readonly height: number;
}

const characterWidth = 6.6;
const maxCharacters = 34;

export const shortName = (name: string): string =>
  name.length > maxCharacters ? `${name.slice(0, maxCharacters - 1)}…` : name;

/** Arranges nodes from left to right along their references, each within its component. */
export function layoutOf(
  nodes: readonly ShownNode[],
  edges: readonly { readonly from: string; readonly to: string }[],
): Layout {
  const graph = new graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 46, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Map(nodes.map((node) => [node.urn, node]));
  for (const node of nodes) {
    const longest = Math.max(shortName(node.name).length, node.kind.length + 6);
    graph.setNode(node.urn, { width: longest * characterWidth + 24, height: 38 });
  }
  for (const { urn, parent } of nodes) {
    if (parent !== undefined && known.get(parent)?.isOpen) graph.setParent(urn, parent);
  }
  for (const { from, to } of edges) {
    // Lines from and to an open component itself can't be arranged.
    if (!known.get(from)?.isOpen && !known.get(to)?.isOpen) graph.setEdge(from, to);
  }
  arrange(graph);
  const boxes = nodes.map((node): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.urn) as Partial<Box>;
    return { node, x: x - width / 2, y: y - height / 2, width, height };
  });
  const lines = graph.edges().map(({ v, w }) => {
    const { points = [] } = graph.edge(v, w) as { points?: { x: number; y: number }[] };
    const path = points.map(
      ({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`,
    );
    return { key: `${v} ${w}`, from: v, to: w, path: path.join("") };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  // The outer components are drawn first.
  const sorted = boxes.toSorted(
    (one, other) =>
      Number(other.node.isOpen) - Number(one.node.isOpen) ||
      other.width * other.height - one.width * one.height,
  );
  return { boxes: sorted, lines, width, height };
}

const round = (value: number): number => Math.round(value * 10) / 10;
