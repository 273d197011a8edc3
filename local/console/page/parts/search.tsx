interface SearchProps {
  /** Name for screen readers, and the hint in the empty field. */
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

/** The page's search, which `/` leads to. */
export const Search = ({ label, value, onInput }: SearchProps) => (
  <input
    type="search"
    data-search
    aria-label={label}
    placeholder={`${label}  ( / )`}
    value={value}
    spellcheck={false}
    autocomplete="off"
    onInput={({ currentTarget }) => onInput(currentTarget.value)}
  />
);

/** Whether every word of a search is in one of the texts, in upper or lower case. */
export function isFound(search: string, texts: readonly (string | undefined)[]): boolean {
  const all = texts.join("\n").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
