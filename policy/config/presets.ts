import { trustedRangesSchema } from "../model/internet.ts";
import { privateSubnetsSetting } from "../private-servers/support/unseen.ts";
import type { JsonSchema, Level, Rule } from "../rule.ts";

/**
 * What a team wants to be public: nothing but API Gateway and CloudFront, or also load balancers
 * with TLS and a web ACL, which lead to private servers.
 */
export type PresetName = "private" | "public-edge";
export const presetNames: readonly PresetName[] = ["private", "public-edge"];

/** The configuration of a rule: its level, or an object with the level, exemptions and settings. */
export type RuleConfigEntry =
  Level | { readonly enforcementLevel?: Level; readonly [key: string]: unknown };

type RuleEntries = Readonly<Record<string, RuleConfigEntry>>;

const allowedDoors = ["api-gateway", "cloudfront", "load-balancer"];
const publicPorts = [80, 443];

/** Levels and settings that differ from those of the rules, by preset. */
const presets: Readonly<Record<PresetName, RuleEntries>> = {
  private: {},
  "public-edge": {
    "forbid-internet-facing-load-balancers": "disabled",
    // Its TLS and web ACL are not visible here.
    "forbid-public-kubernetes-services": "advisory",
    "require-guarded-load-balancers": "mandatory",
    "forbid-paths-from-internet": { allowedDoors },
    "forbid-near-paths-from-internet": { allowedDoors },
    "forbid-internet-ingress": { publicPorts },
    "forbid-internet-ingress-in-parts": { publicPorts },
    "forbid-public-server-names": { allowLoadBalancers: true },
  },
};

/** Keys of a configuration that are about several rules, with their JSON Schemas. */
export const sharedKeys: Readonly<Record<string, JsonSchema>> = {
  preset: {
    enum: presetNames,
    default: "private",
    description:
      "private: the internet reaches servers only through API Gateway and CloudFront. public-edge: also through internet-facing load balancers with TLS and a web ACL.",
  },
  trustedRanges: {
    ...trustedRangesSchema,
    default: [],
    description: "The setting trustedRanges of every rule that has it.",
  },
  privateSubnets: {
    ...privateSubnetsSetting.schema,
    default: [],
    description: "The setting privateSubnets of every rule that has it.",
  },
};

/**
 * Replaces the keys about several rules by entries of these rules. Entries of a rule itself win.
 *
 * @param config - a checked configuration
 */
export function spread(
  rules: readonly Rule[],
  config: Readonly<Record<string, unknown>>,
): RuleEntries {
  const { preset = "private", trustedRanges, privateSubnets, ...own } = config;
  const shared = { trustedRanges, privateSubnets };
  const ofPreset = presets[preset as PresetName];
  const entries = rules.map(({ name, settings = {} }) => {
    const given = Object.entries(shared).filter(
      ([key, value]) => value !== undefined && key in settings,
    );
    const entry = {
      ...asObject(ofPreset[name]),
      ...Object.fromEntries(given),
      ...asObject(own[name] as RuleConfigEntry | undefined),
    };
    return [name, entry] as const;
  });
  return { ...(own as RuleEntries), ...Object.fromEntries(entries) };
}

const asObject = (entry: RuleConfigEntry = {}): Exclude<RuleConfigEntry, Level> =>
  typeof entry === "string" ? { enforcementLevel: entry } : entry;
