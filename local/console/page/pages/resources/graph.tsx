import { useComputed, useSignal } from "@preact/signals";
import { memo } from "preact/compat";
import { useMemo, useRef } from "preact/hooks";
import type { ResourceGraph } from "../../../../apiTypes/resources.ts";
import { isFound } from "../../parts/search.tsx";
import { around, firstOpen, shownGraph } from "./model.ts";
import { layoutOf } from "./layout.ts";
import { Frame, Leaf, Near } from "./shapes.tsx";
import { usePanZoom } from "./usePanZoom.ts";
import * as css from "./resources.module.css";

interface GraphProps {
  readonly graph: ResourceGraph;
  readonly flagged: ReadonlySet<string>;
  /** Words to look for: only what has them is shown, in its components. */
  readonly search: string;
}

/** Resources of a search that are all shown; of more, the components that hold them. */
const mostOpened = 60;

/** Below it, names are too small to read, and are left out: they take most of the time to paint. */
const readableScale = 0.25;

/** The resources of a region as a picture, in their components. */
export function Graph({ graph, flagged, search }: GraphProps) {
  const chosen = useSignal(firstOpen(graph));
  const found = useMemo(() => foundIn(graph, search), [graph, search]);
  const open = useMemo(
    () => (found && found.size <= mostOpened ? around(graph.nodes, found) : chosen.value),
    [chosen.value, found],
  );
  const layout = useMemo(() => {
    const shown = shownGraph(graph, open, { flagged, found });
    return layoutOf(shown.nodes, shown.edges);
  }, [graph, open, flagged, found]);
  const frame = useRef<SVGSVGElement>(null);
  const { view, zoom, fit, onKeyDown } = usePanZoom(frame, layout);
  // Only this attribute changes while the picture moves.
  const transform = useComputed(() => {
    const { x, y, scale } = view.value;
    return `translate(${x} ${y}) scale(${scale})`;
  });
  const isFar = useComputed(() => (view.value.scale < readableScale ? "" : undefined));
  const toggle = useMemo(
    () => (urn: string) => {
      const next = new Set(chosen.value);
      if (!next.delete(urn)) next.add(urn);
      chosen.value = next;
    },
    [],
  );
  const openAll = () => {
    const components = graph.nodes.filter(({ isComponent }) => isComponent);
    chosen.value = new Set(components.map(({ urn }) => urn));
  };
  return (
    <div class={css.graph}>
      <div class={`toolbar ${css.tools}`}>
        {found && (
          <span role="status" class="muted">
            {found.size} found
          </span>
        )}
        <button type="button" onClick={() => zoom(1.25)} aria-label="Larger">
          +
        </button>
        <button type="button" onClick={() => zoom(0.8)} aria-label="Smaller">
          −
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
        <button type="button" onClick={openAll}>
          Open all
        </button>
        <button type="button" onClick={() => (chosen.value = firstOpen(graph))}>
          Close
        </button>
      </div>
      <svg
        ref={frame}
        tabindex={0}
        role="group"
        aria-label="Resources and their references. Arrow keys move, plus and minus scale, 0 fits."
        onKeyDown={onKeyDown}
      >
        <Arrow />
        <g transform={transform} data-far={isFar}>
          <Scene layout={layout} toggle={toggle} />
        </g>
      </svg>
    </div>
  );
}

function foundIn({ nodes }: ResourceGraph, search: string): ReadonlySet<string> | undefined {
  if (search.trim() === "") return undefined;
  const found = nodes.filter(
    ({ isComponent, kind, name, type }) => !isComponent && isFound(search, [kind, name, type]),
  );
  return new Set(found.map(({ urn }) => urn));
}

const Arrow = () => (
  <defs>
    <marker
      id="arrow"
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="6"
      markerHeight="6"
      orient="auto"
    >
      <path d="M0 0L8 4L0 8z" />
    </marker>
  </defs>
);

interface SceneProps {
  readonly layout: ReturnType<typeof layoutOf>;
  readonly toggle: (urn: string) => void;
}

/** What moves and scales as a whole. It is drawn again only when something opens, closes or is found. */
const Scene = memo(function Scene({ layout: { boxes, lines }, toggle }: SceneProps) {
  const hovered = useSignal<string | undefined>(undefined);
  const drawn = useMemo(
    () => ({
      frames: boxes
        .filter(({ node }) => node.isOpen)
        .map((box) => <Frame key={box.node.urn} box={box} toggle={toggle} />),
      lines: lines.map(({ key, path }) => <path key={key} class={css.line} d={path} />),
      leaves: boxes
        .filter(({ node }) => !node.isOpen)
        .map((box) => <Leaf key={box.node.urn} box={box} hovered={hovered} toggle={toggle} />),
    }),
    [boxes, lines],
  );
  return (
    <>
      {drawn.frames}
      {drawn.lines}
      <Near lines={lines} hovered={hovered} />
      {drawn.leaves}
    </>
  );
});
