import { useSignal } from "@preact/signals";
import { ActionButton } from "../../parts/buttons.tsx";
import { ConfirmButton } from "../../parts/confirm.tsx";
import type { Item } from "./items.ts";
import * as css from "./data.module.css";

interface EditorProps {
  readonly item: Item;
  readonly save: (item: Item) => Promise<void>;
  readonly remove: () => Promise<void>;
  readonly close: () => void;
}

/** An item as DynamoDB's JSON, which keeps numbers and binary values exactly. */
export function ItemEditor({ item, save, remove, close }: EditorProps) {
  const text = useSignal(JSON.stringify(item, null, 2));
  const store = () => save(parsed(text.value));
  return (
    <section class={`card form ${css.editor}`}>
      <label>
        Item in DynamoDB's JSON; with another key it is written as another item
        <textarea
          rows={Math.min(24, text.value.split("\n").length + 1)}
          spellcheck={false}
          value={text.value}
          onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        />
      </label>
      <div class="toolbar">
        <ActionButton tone="main" run={store}>
          Save
        </ActionButton>
        <ConfirmButton question="Delete this item?" run={remove}>
          Delete
        </ConfirmButton>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </section>
  );
}

/** @throws Error that says what is wrong with the text */
function parsed(text: string): Item {
  try {
    return JSON.parse(text) as Item;
  } catch (error) {
    throw new Error(`The item is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
}
