import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { navigate } from "../router.ts";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Value to sort by; without it, the column does not sort. */
  readonly sortBy?: (row: Row) => string | number;
  /** Numbers stand at the right. */
  readonly align?: "right";
  /** Left out on narrow screens. */
  readonly isExtra?: boolean;
}

interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The page that a row opens. Its first cell becomes the link. */
  readonly href?: (row: Row) => string;
  /** What else a row does. Its first cell becomes a button. */
  readonly onOpen?: (row: Row) => void;
  /** Key of the row that is open. */
  readonly current?: string | undefined;
}

/**
 * A table. Arrow keys move over its rows, Home and End to the first and last, Enter opens one. The title of a
 * column sorts.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, href, onOpen, current } = props;
  const sort = useSignal<{ column: number; isDown: boolean } | undefined>(undefined);
  const sorted = sortRows(rows, columns, sort.value);
  const opens = href !== undefined || onOpen !== undefined;
  const sortByColumn = (column: number) => {
    const { value } = sort;
    sort.value =
      value?.column !== column
        ? { column, isDown: false }
        : value.isDown
          ? undefined
          : { column, isDown: true };
  };
  return (
    <div class="table-box">
      <table aria-label={label} class={opens ? "opens" : undefined} onKeyDown={moveFocus}>
        <thead>
          <tr>
            {columns.map(({ title, sortBy, align, isExtra }, index) => (
              <th
                key={title}
                scope="col"
                class={classes(align, isExtra)}
                aria-sort={ariaSort(sort.value, index)}
              >
                {sortBy ? (
                  <button type="button" class="sort" onClick={() => sortByColumn(index)}>
                    {title}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr
              key={rowKey(row)}
              class={rowKey(row) === current ? "current" : undefined}
              onClick={(event) => opens && openFromRow(event, row, props)}
            >
              {columns.map(({ title, cell, align, isExtra }, index) => (
                <td key={title} class={classes(align, isExtra)}>
                  {index === 0 ? opener(row, cell(row), props) : cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function opener<Row>(row: Row, content: ComponentChildren, { href, onOpen }: TableProps<Row>) {
  if (href) {
    return (
      <a data-row href={href(row)}>
        {content}
      </a>
    );
  }
  if (!onOpen) return content;
  return (
    <button type="button" class="row" data-row onClick={() => onOpen(row)}>
      {content}
    </button>
  );
}

/** A click anywhere in a row opens it, unless it is on a control or marks text. */
function openFromRow<Row>(event: MouseEvent, row: Row, { href, onOpen }: TableProps<Row>): void {
  const { target } = event;
  if ((target as Element).closest("a, button, input, select, label, summary")) return;
  if (getSelection()?.toString()) return;
  if (href) navigate(href(row));
  else onOpen?.(row);
}

function moveFocus(event: KeyboardEvent & { currentTarget: HTMLTableElement }): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = links.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  if (at === -1) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: { column: number; isDown: boolean } | undefined,
): readonly Row[] {
  const by = sort && columns[sort.column]?.sortBy;
  if (!by) return rows;
  const sign = sort.isDown ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [by(a), by(b)];
    return sign * (left < right ? -1 : left > right ? 1 : 0);
  });
}

const ariaSort = (sort: { column: number; isDown: boolean } | undefined, column: number) =>
  sort?.column === column ? (sort.isDown ? "descending" : "ascending") : undefined;

const classes = (align?: "right", isExtra?: boolean): string | undefined =>
  [align, isExtra && "extra"].filter(Boolean).join(" ") || undefined;
