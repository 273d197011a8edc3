import type { DashboardBody, Placed, Widget } from "./body.ts";
import { heading, type Section } from "./widgets.ts";

const columns = 24;

/** Places the widgets of sections in lines, from left to right and top to bottom. A section without widgets is left out. */
export function layOut(name: string, sections: readonly Section[]): DashboardBody {
  const title = `# ${name}\nMade by a deployment, which replaces changes that are made here.`;
  const widgets: Placed[] = [{ ...heading(title), height: 2, x: 0, y: 0 }];
  let y = 2;
  for (const section of sections) {
    const own = section.widgets.filter((widget): widget is Widget => widget !== undefined);
    if (own.length === 0) continue;
    for (const line of linesOf([heading(`## ${section.heading}`), ...own])) {
      let x = 0;
      for (const widget of line) {
        widgets.push({ ...widget, x, y });
        x += widget.width;
      }
      y += Math.max(...line.map(({ height }) => height));
    }
  }
  return { start: "-PT3H", periodOverride: "inherit", widgets };
}

function linesOf(widgets: readonly Widget[]): Widget[][] {
  const lines: Widget[][] = [];
  let free = 0;
  for (const widget of widgets) {
    if (widget.width > free) {
      lines.push([]);
      free = columns;
    }
    lines.at(-1)!.push(widget);
    free -= widget.width;
  }
  return lines;
}
