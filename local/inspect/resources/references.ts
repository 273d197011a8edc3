import type { Resource } from "../../graph/resource.ts";
import { kindOf } from "./urn.ts";

/** An input of one resource names another one. */
export interface Reference {
  readonly from: Resource;
  readonly to: Resource;
  /** The input at the top, such as `vpcConfig`. */
  readonly property: string;
}

/** Properties that name the resource itself or a part of it. */
const ownNames = new Set(["name", "containerName", "family"]);

/** Texts longer than this, such as code in an archive, are not read. */
const maxTextLength = 2_000_000;

/** The references among a stack's resources: an input has another one's id, ARN, name or address. */
export function referencesOf(resources: readonly Resource[]): Reference[] {
  const index = indexOf(resources);
  return resources.flatMap((from) => {
    const found = new Map<Resource, string>();
    for (const [property, value] of Object.entries(from.inputs)) {
      visit(value, property, (text, key) => {
        for (const to of named(text, key, index)) {
          if (to !== from && !found.has(to)) found.set(to, property);
        }
      });
    }
    return [...found].map(([to, property]) => ({ from, to, property }));
  });
}

type Index = ReadonlyMap<string, readonly Resource[]>;

/** The resources by the texts that name them. */
function indexOf(resources: readonly Resource[]): Index {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { id, outputs } = resource;
    const texts = [
      id,
      ...["arn", "name", "url", "dnsName", "bucket", "endpoint"].map((key) => outputs[key]),
    ];
    for (const text of new Set(texts)) {
      if (typeof text !== "string" || text.length < 4) continue;
      const same = index.get(text);
      if (same) same.push(resource);
      else index.set(text, [resource]);
    }
  }
  return index;
}

function visit(value: unknown, key: string, report: (text: string, key: string) => void): void {
  if (typeof value === "string") {
    if (value.length <= maxTextLength) report(value, key);
  } else if (Array.isArray(value)) {
    for (const element of value) visit(element, key, report);
  } else if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const [name, child] of Object.entries(value)) visit(child, name, report);
  }
}

/** The resources that a text names as a whole, or by their ARNs and addresses in it. */
function named(text: string, key: string, index: Index): Resource[] {
  const whole = ownNames.has(key) ? undefined : index.get(text);
  if (whole) return fitting(whole, key);
  const parts =
    text.match(/arn:aws[\w-]*:[^\s"'`,|{}[\]()<>\\]+|https?:\/\/[^\s"'`,{}()<>\\/]+/g) ?? [];
  return parts.flatMap((part) => byPart(part, index));
}

/** An ARN may go on after a resource's own, as with `/index/*`; one may hold another, as an integration's does. */
function byPart(part: string, index: Index): readonly Resource[] {
  const host = /^https?:\/\/([^:/]+)/.exec(part)?.[1];
  if (host !== undefined) return index.get(host) ?? index.get(part) ?? [];
  const inner = part.slice(part.lastIndexOf("arn:aws"));
  for (
    let known = inner;
    known.length > 12;
    known = known.slice(0, Math.max(known.lastIndexOf("/"), known.lastIndexOf(":")))
  ) {
    const found = index.get(known);
    if (found) return found;
  }
  return [];
}

/** Of several resources with one name, such as a role and its policy, those that the property's name is about. */
function fitting(resources: readonly Resource[], key: string): Resource[] {
  if (resources.length === 1) return [...resources];
  const lower = key.toLowerCase();
  return resources.filter(({ type }) => lower.includes(kindOf(type).toLowerCase()));
}
