import { useEffect, useRef } from "preact/hooks";
import { isHelpOpen } from "./keyboard.ts";
import { pages } from "./pages.ts";

const keys = [
  ["/", "search in the page"],
  ["↑ ↓", "move in a table; Enter opens"],
  ["Esc", "leave the search, close this"],
  ["t", "dark or light"],
  ["?", "this list"],
] as const;

/** The list of keys. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isHelpOpen.value]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
        {pages.map(({ key, title, path }) => (
          <div key={path}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="button" onClick={() => (isHelpOpen.value = false)}>
          Close
        </button>
      </form>
    </dialog>
  );
}
