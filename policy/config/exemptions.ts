import { matcher } from "../model/patterns.ts";
import type { JsonSchema } from "../rule.ts";

/** Resources to which a rule does not apply until a given date. */
export interface Exemption {
  /** Pattern of URNs; `*` matches any characters. */
  readonly urn: string;
  readonly reason: string;
  /** The last day on which the exemption applies, such as `2027-03-31`, in UTC. */
  readonly expires: string;
}

/** The exemption state of a finding. */
export type Exempted =
  | { readonly state: "none" }
  | { readonly state: "exempt" | "expired"; readonly exemption: Exemption };

/**
 * Whether a finding on a resource is exempt today. A valid exemption takes precedence over an
 * expired one.
 */
export function exempted(
  urn: string,
  exemptions: readonly Exemption[],
  today: string = new Date().toISOString().slice(0, 10),
): Exempted {
  const matching = exemptions.filter((exemption) => matcher([exemption.urn])(urn));
  const holding = matching.find(({ expires }) => expires >= today);
  if (holding) return { state: "exempt", exemption: holding };
  return matching[0] ? { state: "expired", exemption: matching[0] } : { state: "none" };
}

/** JSON Schema of a rule's exemptions. */
export const exemptionsSchema: JsonSchema = {
  type: "array",
  description: "Resources to which the rule does not apply, each with a reason and an expiry date.",
  default: [],
  items: {
    type: "object",
    required: ["urn", "reason", "expires"],
    additionalProperties: false,
    properties: {
      urn: {
        type: "string",
        // A pattern without a resource name would turn the rule off.
        pattern: "^urn:.*[^*:]\\*?$",
        description: "Pattern of URNs; * matches any characters.",
      },
      reason: {
        type: "string",
        pattern: "\\S.{9,}",
        description: "The reason, in at least ten characters.",
      },
      expires: {
        type: "string",
        pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
        description: "The last day on which the exemption applies, as YYYY-MM-DD in UTC.",
      },
    },
  },
};
