import { isFalse, isOneOf, isTrue, type ResourceView } from "../../model/resourceView.ts";
import type { Finding } from "../../rule.ts";

/** A property by which something is public, or not. */
export interface Switch {
  /** What is open, in a clause. */
  readonly exposed: string;
  readonly property: string;
  /** Its values, as texts, by which nothing is public; all others are. */
  readonly closed: readonly string[] | "anything";
  /** Whether nothing is public where nothing is said, by AWS or the provider. */
  readonly closedByDefault: boolean;
}

/** What a switch opens. */
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

/** Flags and words are written in many ways. */
function says(value: unknown, word: string): boolean {
  if (word === "true") return isTrue(value);
  return word === "false" ? isFalse(value) : isOneOf(value, [word]);
}

/** A flag that has to be false. */
export const mustBeFalse = (
  property: string,
  exposed: string,
  closedByDefault: boolean = true,
): Switch => ({ exposed, property, closed: ["false"], closedByDefault });

/** A property that has to be set, whatever to. */
export const mustBeSet = (property: string, exposed: string): Switch => ({
  exposed,
  property,
  closed: "anything",
  closedByDefault: false,
});
