import type { Properties } from "../graph/resource.ts";

/** Inputs in which the values at some paths, such as `tags.owner`, are the former ones. */
export function withIgnored(
  inputs: Properties,
  former: Properties,
  paths: readonly string[],
): Properties {
  return paths.reduce((result, path) => restored(result, former, path.split(".")), inputs);
}

function restored(into: Properties, former: Properties, [key = "", ...rest]: string[]): Properties {
  const { [key]: now, ...others } = into;
  const before = former[key];
  if (rest.length === 0) return before === undefined ? others : { ...others, [key]: before };
  return isObject(now) && isObject(before)
    ? { ...others, [key]: restored(now, before, rest) }
    : into;
}

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
