import type { Signal } from "@preact/signals";
import { navigate } from "../../router.ts";
import { type Box, type Line, shortName } from "./layout.ts";
import * as css from "./resources.module.css";

type Toggle = (urn: string) => void;

/** An open component, with its children in it. */
export function Frame({
  box: { node, x, y, width, height },
  toggle,
}: {
  box: Box;
  toggle: Toggle;
}) {
  const close = () => toggle(node.urn);
  return (
    <g class={css.frame} data-frame transform={`translate(${x} ${y})`}>
      <rect width={width} height={height} rx="6" />
      <g role="button" tabindex={0} onClick={close} onKeyDown={byKey(close)}>
        <title>{`${node.kind} ${node.name}: close`}</title>
        <text x="8" y="14">
          {node.kind} {shortName(node.name)}
        </text>
      </g>
    </g>
  );
}

interface LeafProps {
  readonly box: Box;
  readonly hovered: Signal<string | undefined>;
  readonly toggle: Toggle;
}

/** A resource, or a closed component with the number of its resources. */
export function Leaf({ box: { node, x, y, width, height }, hovered, toggle }: LeafProps) {
  const { urn, kind, name, count, isComponent, isFlagged } = node;
  const act = () => (isComponent ? toggle(urn) : navigate(`/resources/${encodeURIComponent(urn)}`));
  const hover = (isOver: boolean) => () => (hovered.value = isOver ? urn : undefined);
  return (
    <g
      class={isComponent ? `${css.node} ${css.closed}` : css.node}
      data-urn={urn}
      transform={`translate(${x} ${y})`}
      role={isComponent ? "button" : "link"}
      tabindex={0}
      onClick={act}
      onKeyDown={byKey(act)}
      onPointerEnter={hover(true)}
      onPointerLeave={hover(false)}
      onFocus={hover(true)}
      onBlur={hover(false)}
    >
      <title>{`${kind} ${name}${count > 0 ? `: ${count} resources` : ""}`}</title>
      <rect width={width} height={height} rx="4" />
      <text x="10" y="15" class={css.kind}>
        {kind}
        {isComponent && ` · ${count}`}
      </text>
      <text x="10" y="30">
        {shortName(name)}
      </text>
      {isFlagged && <circle cx={width - 8} cy="8" r="4" class={css.flag} />}
    </g>
  );
}

/** The references of what the pointer or the keyboard is on, over the others. */
export const Near = ({
  lines,
  hovered,
}: {
  lines: readonly Line[];
  hovered: Signal<string | undefined>;
}) => (
  <>
    {lines
      .filter(({ from, to }) => hovered.value === from || hovered.value === to)
      .map(({ key, path }) => (
        <path key={key} class={`${css.line} ${css.near}`} d={path} />
      ))}
  </>
);

const byKey = (act: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  act();
};
