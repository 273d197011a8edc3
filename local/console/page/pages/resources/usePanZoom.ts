import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Where the picture is: its point 0/0 in pixels of the frame, and its scale. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const scales = { min: 0.02, max: 3 };

/**
 * Moves and scales a picture in its frame by mouse, touch (two fingers scale), wheel and keyboard (arrows, +, -, 0).
 *
 * @param size - of the picture, to fit it into the frame at first and by 0
 */
export function usePanZoom(
  frame: RefObject<SVGSVGElement | null>,
  size: { width: number; height: number },
) {
  const view = useSignal<View>({ x: 0, y: 0, scale: 1 });
  const fit = () => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || size.width === 0) return;
    const scale = Math.min(1, box.width / size.width, box.height / size.height);
    view.value = {
      scale: Math.max(scales.min, scale),
      x: Math.max(0, (box.width - size.width * scale) / 2),
      y: Math.max(0, (box.height - size.height * scale) / 2),
    };
  };
  const zoom = (factor: number, at?: { x: number; y: number }) => {
    const box = frame.current!.getBoundingClientRect();
    const { x, y } = at ?? { x: box.width / 2, y: box.height / 2 };
    const before = view.value;
    const scale = Math.min(scales.max, Math.max(scales.min, before.scale * factor));
    const ratio = scale / before.scale;
    view.value = { scale, x: x - (x - before.x) * ratio, y: y - (y - before.y) * ratio };
  };
  const move = (dx: number, dy: number) => {
    const { x, y, scale } = view.value;
    view.value = { x: x + dx, y: y + dy, scale };
  };
  useEffect(fit, [size.width, size.height]);
  useEffect(() => {
    const svg = frame.current!;
    const pointers = new Map<number, { x: number; y: number }>();
    const pointOf = (event: { clientX: number; clientY: number }) => {
      const { left, top } = svg.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const down = (event: PointerEvent) => void pointers.set(event.pointerId, pointOf(event));
    const drag = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = pointOf(event);
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId);
      pointers.set(event.pointerId, now);
      if (other) {
        const [, fixed] = other;
        zoom(distance(now, fixed) / Math.max(1, distance(before, fixed)), fixed);
      } else {
        move(now.x - before.x, now.y - before.y);
        // A drag is no click on what lies below.
        if (Math.hypot(now.x - before.x, now.y - before.y) > 2)
          svg.setPointerCapture(event.pointerId);
      }
    };
    const up = (event: PointerEvent) => void pointers.delete(event.pointerId);
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), pointOf(event));
    };
    svg.addEventListener("pointerdown", down);
    svg.addEventListener("pointermove", drag);
    svg.addEventListener("pointerup", up);
    svg.addEventListener("pointercancel", up);
    svg.addEventListener("pointerleave", up);
    svg.addEventListener("wheel", wheel, { passive: false });
    return () => {
      svg.removeEventListener("pointerdown", down);
      svg.removeEventListener("pointermove", drag);
      svg.removeEventListener("pointerup", up);
      svg.removeEventListener("pointercancel", up);
      svg.removeEventListener("pointerleave", up);
      svg.removeEventListener("wheel", wheel);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => move(60, 0),
      ArrowRight: () => move(-60, 0),
      ArrowUp: () => move(0, 60),
      ArrowDown: () => move(0, -60),
      "+": () => zoom(1.25),
      "-": () => zoom(0.8),
      "0": fit,
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step();
  };
  return { view, zoom, fit, onKeyDown };
}

const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);
