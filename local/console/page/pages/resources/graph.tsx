import type { ResourceGraph } from "../../../../apiTypes/resources.ts";
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { navigate } from "../../router.ts";
import { type Box, layoutOf, shortName } from "./layout.ts";
import { firstOpen, shownGraph } from "./model.ts";
import { usePanZoom } from "./usePanZoom.ts";
import * as css from "./resources.module.css";

/** The resources of a region as a picture, in their components. */
export function Graph({ graph, flagged }: { graph: ResourceGraph; flagged: ReadonlySet<string> }) {
  const open = useSignal(firstOpen(graph));
  const hovered = useSignal<string | undefined>(undefined);
  const { boxes, lines, width, height } = useMemo(() => {
    const shown = shownGraph(graph, open.value, flagged);
    return layoutOf(shown.nodes, shown.edges);
  }, [graph, open.value, flagged]);
  const frame = useRef<SVGSVGElement>(null);
  const { view, zoom, fit, onKeyDown } = usePanZoom(frame, { width, height });
  const { x, y, scale } = view.value;
  const toggle = (urn: string) => {
    const next = new Set(open.value);
    if (!next.delete(urn)) next.add(urn);
    open.value = next;
  };
  const components = graph.nodes.filter(({ isComponent }) => isComponent);
  return (
    <div class={css.graph}>
      <div class={`toolbar ${css.tools}`}>
        <button type="button" onClick={() => zoom(1.25)} aria-label="Larger">
          +
        </button>
        <button type="button" onClick={() => zoom(0.8)} aria-label="Smaller">
          −
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
        <button
          type="button"
          onClick={() => (open.value = new Set(components.map(({ urn }) => urn)))}
        >
          Open all
        </button>
        <button type="button" onClick={() => (open.value = firstOpen(graph))}>
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
        <g transform={`translate(${x} ${y}) scale(${scale})`}>
          {boxes
            .filter(({ node }) => node.isOpen)
            .map((box) => (
              <Frame key={box.node.urn} box={box} onClick={() => toggle(box.node.urn)} />
            ))}
          {lines.map(({ key, from, to, path }) => (
            <path
              key={key}
              class={
                hovered.value === from || hovered.value === to
                  ? `${css.line} ${css.near}`
                  : css.line
              }
              d={path}
              marker-end="url(#arrow)"
            />
          ))}
          {boxes
            .filter(({ node }) => !node.isOpen)
            .map((box) => (
              <Leaf
                key={box.node.urn}
                box={box}
                onHover={(isOver) => (hovered.value = isOver ? box.node.urn : undefined)}
                onClick={() =>
                  box.node.isComponent
                    ? toggle(box.node.urn)
                    : navigate(`/resources/${encodeURIComponent(box.node.urn)}`)
                }
              />
            ))}
        </g>
      </svg>
    </div>
  );
}

/** An open component, with its children in it. */
const Frame = ({ box, onClick }: { box: Box; onClick: () => void }) => (
  <g class={css.frame} data-frame transform={`translate(${box.x} ${box.y})`}>
    <rect width={box.width} height={box.height} rx="6" />
    <g role="button" tabindex={0} onClick={onClick} onKeyDown={byKey(onClick)}>
      <title>{`${box.node.kind} ${box.node.name}: close`}</title>
      <text x="8" y="12">
        {box.node.kind} {shortName(box.node.name)}
      </text>
    </g>
  </g>
);

interface LeafProps {
  readonly box: Box;
  readonly onClick: () => void;
  readonly onHover: (isOver: boolean) => void;
}

/** A resource, or a closed component with the number of its resources. */
const Leaf = ({ box: { node, x, y, width, height }, onClick, onHover }: LeafProps) => (
  <g
    class={node.isComponent ? `${css.node} ${css.closed}` : css.node}
    data-urn={node.urn}
    transform={`translate(${x} ${y})`}
    role={node.isComponent ? "button" : "link"}
    tabindex={0}
    onClick={onClick}
    onKeyDown={byKey(onClick)}
    onPointerEnter={() => onHover(true)}
    onPointerLeave={() => onHover(false)}
    onFocus={() => onHover(true)}
    onBlur={() => onHover(false)}
  >
    <title>{`${node.kind} ${node.name}${node.count > 0 ? `: ${node.count} resources` : ""}`}</title>
    <rect width={width} height={height} rx="4" />
    <text x="10" y="15" class={css.kind}>
      {node.kind}
      {node.isComponent && ` · ${node.count}`}
    </text>
    <text x="10" y="30">
      {shortName(node.name)}
    </text>
    {node.isFlagged && <circle cx={width - 8} cy="8" r="4" class={css.flag} />}
  </g>
);

const byKey = (act: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  act();
};
