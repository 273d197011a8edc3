import type { Setting } from "../rule.ts";
import {
  type Allowance,
  addressesOf,
  isCidr,
  type PrefixLengths,
  widestSetting,
} from "./addresses.ts";

/** What counts as the internet: settings of all rules about networks. */
export interface InternetSettings {
  /** The most other public addresses that may connect. */
  readonly widest: PrefixLengths;
  /** CIDR ranges, and ids or names of prefix lists, that do not count as the internet. */
  readonly trustedRanges: readonly string[];
}

/** Ranges are at least a /8 or, for IPv6, a /16: nobody trusts the whole internet. */
const range = [
  "\\d{1,3}(\\.\\d{1,3}){3}/([89]|[12]\\d|3[0-2])",
  "[\\dA-Fa-f]*:[\\dA-Fa-f:]*/(1[6-9]|[2-9]\\d|1[01]\\d|12[0-8])",
];

export const trustedRangesSchema = {
  type: "array",
  uniqueItems: true,
  items: {
    type: "string",
    pattern: `^(${[...range, "pl-[0-9a-f]+", "[A-Za-z][\\w.-]*"].join("|")})$`,
  },
} as const;

const trustedRanges: Setting<readonly string[]> = {
  description:
    "Ranges that do not count as the internet, such as those of offices and of a CDN: CIDR ranges, and ids " +
    "or names of managed prefix lists, such as com.amazonaws.global.cloudfront.origin-facing.",
  schema: trustedRangesSchema,
  default: [],
};

export const internetSettings = { widest: widestSetting, trustedRanges } as const;

/** The addresses that may connect. */
export function allowanceOf({ widest, trustedRanges }: InternetSettings): Allowance {
  return trustedRanges.length === 0
    ? widest
    : { ...widest, trusted: addressesOf(trustedRanges.filter(isCidr)) };
}

/** Whether a prefix list is trusted. @param keys - its id and its name, as far as they are known */
export const isTrustedList = (
  { trustedRanges }: Pick<InternetSettings, "trustedRanges">,
  keys: readonly string[],
): boolean => keys.some((key) => trustedRanges.includes(key));
