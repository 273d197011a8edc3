/** Clients choose the names of headers, so neither every one nor a very long one is kept. */
const maxRemembered = 1_000;
const maxLength = 100;

/** Remembers what a function says of a name: most names come again with every call. */
export function remember<Value>(compute: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    if (name.length > maxLength) return compute(name);
    let value = known.get(name);
    if (value === undefined) {
      if (known.size >= maxRemembered) known.clear();
      known.set(name, (value = compute(name)));
    }
    return value;
  };
}
