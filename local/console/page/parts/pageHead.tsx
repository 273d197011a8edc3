import type { ComponentChildren } from "preact";

/** A page's title. `children` are its search and actions. */
export function PageHead({
  title,
  note,
  children,
}: {
  title: ComponentChildren;
  note?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {note && <p class="note">{note}</p>}
      {children && <div class="toolbar">{children}</div>}
    </div>
  );
}
