import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

interface ActionProps {
  readonly children: ComponentChildren;
  /** What the button does. While it goes on, the button waits; an error is shown beside it. */
  readonly run: () => Promise<unknown>;
  readonly disabled?: boolean;
  readonly tone?: "main" | "bad" | "chosen" | undefined;
  readonly title?: string;
}

/** A button that changes something. */
export function ActionButton({ children, run, disabled, tone, title }: ActionProps) {
  const isBusy = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const act = async () => {
    isBusy.value = true;
    error.value = undefined;
    try {
      await run();
    } catch (failure) {
      error.value = (failure as Error).message;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <>
      <button
        type="button"
        class={tone}
        title={title}
        disabled={disabled || isBusy.value}
        aria-busy={isBusy.value}
        onClick={act}
      >
        {children}
      </button>
      {error.value && (
        <span class="inline-error" role="alert">
          {error.value}
        </span>
      )}
    </>
  );
}

/** Copies a text to the clipboard. @param text - computed when it is pressed, if a function */
export function CopyButton({
  text,
  children = "Copy",
}: {
  text: string | (() => string);
  children?: ComponentChildren;
}) {
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === "string" ? text : text());
    isCopied.value = true;
    setTimeout(() => (isCopied.value = false), 1_500);
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {isCopied.value ? "Copied" : children}
    </button>
  );
}
