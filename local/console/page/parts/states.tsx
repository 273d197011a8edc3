import type { ComponentChildren } from "preact";
import type { Loaded } from "../api.ts";

/** Nothing to show. `children` say what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Something went wrong. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  return (
    <div class="banner bad" role="alert">
      {error.message}{" "}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Data is on its way; shown only after a moment, so that nothing flickers. */
export const Loading = () => (
  <p class="loading" role="status">
    Loading…
  </p>
);

/** Shows what was loaded, or that it is on its way, or why there is nothing. */
export function Load<Body>({
  from,
  children,
}: {
  from: Loaded<Body>;
  children: (data: Body) => ComponentChildren;
}) {
  const { data, error, reload } = from;
  return (
    <>
      {error && <Failure error={error} retry={reload} />}
      {data !== undefined ? children(data) : !error && <Loading />}
    </>
  );
}
