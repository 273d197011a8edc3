/** A policy's pattern: `*` stands for any text, slashes and colons too, `?` for any one letter. */
export function wildcards(pattern: string, flags = ""): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    // Several in a row mean the same as one, and would make matching slow.
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}
