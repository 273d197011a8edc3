/** Limits on remembered names, because clients choose the names of headers. */
const maxRemembered = 1_000;
const maxLength = 100;

/** Caches a function's results by name: most header names recur with every call. */
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
