import assert from "node:assert/strict";
import fc from "fast-check";
import type { ResourceGraph } from "../apiTypes/resources.ts";
import { type Box, layoutOf } from "./page/pages/resources/layout.ts";
import { around, shownGraph } from "./page/pages/resources/model.ts";

/** Components of components, with resources and references between any two. */
const graphs = fc
  .record({
    // Each component is in an earlier one, or at the top.
    components: fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
    resources: fc.array(fc.nat(12), { minLength: 1, maxLength: 40 }),
    edges: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 60 }),
  })
  .map(({ components, resources, edges }): ResourceGraph => {
    const parentOf = (at: number, count: number) =>
      at % (count + 1) === count ? {} : { parent: `c${at % (count + 1)}` };
    const node = (urn: string) => ({ urn, type: "t", name: urn, kind: "Kind" });
    return {
      nodes: [
        ...components.map((at, index) => ({
          ...{ ...node(`c${index}`), isComponent: true },
          ...parentOf(at, index),
        })),
        ...resources.map((at, index) => ({
          ...{ ...node(`r${index}`), isComponent: false },
          ...parentOf(at, components.length),
        })),
      ],
      edges: edges
        .filter((pair) => Math.max(...pair) < resources.length)
        .map(([from, to]) => ({ from: `r${from}`, to: `r${to}`, property: "p" })),
    };
  });

const holds = (outer: Box, { x, y, width, height }: Box): boolean =>
  x >= outer.x &&
  y >= outer.y &&
  x + width <= outer.x + outer.width + 0.01 &&
  y + height <= outer.y + outer.height + 0.01;

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width - 0.01 &&
  other.x < one.x + one.width - 0.01 &&
  one.y < other.y + other.height - 0.01 &&
  other.y < one.y + one.height - 0.01;

describe("the graph of resources", () => {
  const flagged = new Set<string>();

  it("has each node within its component, and none over another, whatever is open", () => {
    const isOpen = fc.func(fc.boolean());
    fc.assert(
      fc.property(graphs, isOpen, (graph, opens) => {
        const open = new Set(graph.nodes.map(({ urn }) => urn).filter((urn) => opens(urn)));
        const shown = shownGraph(graph, open, { flagged, found: undefined });
        const { boxes } = layoutOf(shown.nodes, shown.edges);
        const byUrn = new Map(boxes.map((box) => [box.node.urn, box]));

        assert.equal(boxes.length, shown.nodes.length);
        for (const box of boxes) {
          const parent = byUrn.get(box.node.parent ?? "");
          if (parent) assert.ok(holds(parent, box), `${box.node.urn} is out of its component`);
          const others = boxes.filter(({ node }) => node.parent === box.node.parent);
          for (const other of others) assert.ok(other === box || !overlap(box, other));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("shows what a search has found, with the components around it and nothing else", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const found = new Set(["r0"]);
        const parts = around(graph.nodes, found);
        const { nodes } = shownGraph(graph, parts, { flagged, found });

        assert.deepEqual(new Set(nodes.map(({ urn }) => urn)), new Set([...found, ...parts]));
      }),
      { numRuns: 30 },
    );
  });
});
