import type { ResourceView } from "../model/resourceView.ts";
import type { Gate } from "./gates.ts";

/** A path from the internet to a host, with the closed gates on it. */
export interface Path {
  readonly host: ResourceView;
  /** Such as `instance "web"`. */
  readonly words: string;
  /** From the internet, or another outside network, to the host, each as text. */
  readonly hops: readonly string[];
  /** The property of the host that opens the path. */
  readonly property: string;
  /** Whether the state of every gate is known. */
  readonly isKnown: boolean;
  /** Whether a part of it is not in this stack, and only likely. */
  readonly isAssumed: boolean;
  /** Clauses about the gates whose state is unknown, with "whether" or "what". */
  readonly questions: readonly string[];
  /** The closed gates. */
  readonly closed: readonly Gate[];
}
