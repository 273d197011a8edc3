import { isFalse, isOneOf, isTrue, type ResourceView } from "../../model/resourceView.ts";
import type { Finding } from "../../rule.ts";

/** A property that decides whether something is public. */
export interface Switch {
  /** The exposure as a clause. */
  readonly exposed: string;
  readonly property: string;
  /** The values, as text, that keep it private. */
  readonly closed: readonly string[] | "anything";
  /** Whether it is private if the property is not set. */
  readonly closedByDefault: boolean;
}

/** Yields the values that make something public. */
export function* openedBy(
  { exposed, property, closed, closedByDefault }: Switch,
  resource: ResourceView,
): Iterable<Finding> {
  if (!resource.isSet(property)) {
    if (!closedByDefault) yield { exposed, property, value: undefined };
  } else if (closed !== "anything") {
    for (const { path, value } of resource.valuesAt(property)) {
      if (!closed.some((word) => says(value, word))) yield { exposed, property: path, value };
    }
  }
}

/** Accepts all spellings of flags and words. */
function says(value: unknown, word: string): boolean {
  if (word === "true") return isTrue(value);
  return word === "false" ? isFalse(value) : isOneOf(value, [word]);
}

/** A flag that must be false. */
export const mustBeFalse = (
  property: string,
  exposed: string,
  closedByDefault: boolean = true,
): Switch => ({ exposed, property, closed: ["false"], closedByDefault });

/** A property that must be set, to any value. */
export const mustBeSet = (property: string, exposed: string): Switch => ({
  exposed,
  property,
  closed: "anything",
  closedByDefault: false,
});
