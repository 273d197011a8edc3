import { platform } from "../platform.ts";
import { query, setQuery } from "../router.ts";

/** The region that the page is about: that of the address, else the first one. `undefined` until regions are known. */
export function currentRegion(): string | undefined {
  return query.value.get("region") ?? Object.keys(platform.value?.regions ?? {})[0];
}

/** Chooses the page's region. */
export function RegionSelect() {
  const names = Object.keys(platform.value?.regions ?? {});
  if (names.length < 2) return null;
  return (
    <select
      aria-label="Region"
      value={currentRegion()}
      onChange={({ currentTarget }) => setQuery({ region: currentTarget.value })}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
