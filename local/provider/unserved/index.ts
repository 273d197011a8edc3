import type { Resource } from "../../graph/resource.ts";
import { neutralValues, type InputsWithoutEffect, inputsWithoutEffect } from "./inputs.ts";

/** Messages about the inputs that somebody set and that have no effect here, but have one on AWS. */
export function unservedInputs(resources: Iterable<Resource>): string[] {
  const names = new Map<string, Set<string>>();
  for (const resource of resources) {
    const found = unservedOf(resource);
    if (found.length === 0) continue;
    const key = `${resource.type}\0${found.join(", ")}`;
    names.set(key, (names.get(key) ?? new Set()).add(resource.name));
  }
  return [...names].map(([key, of]) => {
    const [type, inputs] = key.split("\0");
    return `Not served: ${type} ${[...of].map((name) => `"${name}"`).join(", ")}: ${inputs}`;
  });
}

const namedByType = new Map(
  Object.entries(inputsWithoutEffect).map(([type, inputs]) => [
    type,
    [...pathsIn(inputs, "dropped"), ...pathsIn(inputs, "kept")],
  ]),
);

/** @returns paths such as `versioningConfiguration.mfaDelete` */
export function pathsIn(inputs: InputsWithoutEffect, list: keyof InputsWithoutEffect): string[] {
  return (inputs[list] ?? "").split(/\s+/).filter((path) => path !== "");
}

function unservedOf({ type, inputs }: Resource): string[] {
  const paths = namedByType.get(type) ?? [];
  return paths.filter((path) => !isLimitOfVpc(path, inputs) && isSet(inputs, path.split(".")));
}

/** The platform itself runs the functions in the VPC, and limits them. */
const isLimitOfVpc = (path: string, inputs: Resource["inputs"]): boolean =>
  path === "reservedConcurrentExecutions" && inputs["vpcConfig"] !== undefined;

/** Whether a value at the path, in any item of a list on its way, differs from none. */
function isSet(value: unknown, [key, ...rest]: readonly string[], last = ""): boolean {
  if (Array.isArray(value)) {
    return value.some((each) => isSet(each, key === undefined ? [] : [key, ...rest], last));
  }
  if (key === undefined) return !isNone(value) && !neutralValues[last]?.includes(value);
  const parsed = typeof value === "string" ? parse(value) : value;
  if (Array.isArray(parsed)) return isSet(parsed, [key, ...rest], last);
  if (parsed === null || typeof parsed !== "object") return false;
  return isSet((parsed as Record<string, unknown>)[key], rest, key);
}

/** Container definitions are a text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isNone = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
