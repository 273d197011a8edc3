import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { ActionButton } from "./buttons.tsx";

interface ConfirmProps {
  /** What the button says, such as `Delete`. */
  readonly children: ComponentChildren;
  /** What is asked, such as `Delete this user for good?` */
  readonly question: string;
  readonly run: () => Promise<unknown>;
}

/** A button for what can't be undone: it asks once, in its place. */
export function ConfirmButton({ children, question, run }: ConfirmProps) {
  const asks = useSignal(false);
  if (!asks.value) {
    return (
      <button type="button" class="bad" onClick={() => (asks.value = true)}>
        {children}
      </button>
    );
  }
  const act = async () => {
    await run();
    asks.value = false;
  };
  return (
    <span class="confirm" role="group" aria-label={question}>
      {question}{" "}
      <ActionButton tone="bad" run={act}>
        {children}
      </ActionButton>{" "}
      <button type="button" autoFocus onClick={() => (asks.value = false)}>
        Keep
      </button>
    </span>
  );
}
