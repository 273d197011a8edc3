import { Ajv, type ErrorObject } from "ajv";
import type { JsonSchema, Level, Rule } from "../rule.ts";
import { type Exemption, exemptionsSchema } from "./exemptions.ts";

/** The configuration of a rule, with defaults filled in. */
export interface RuleConfig {
  readonly exemptions: readonly Exemption[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The configuration is invalid. The message names the key. */
export class PolicyConfigError extends Error {
  override readonly name = "PolicyConfigError";
}

/** JSON Schemas of a rule's exemptions and settings, by key. */
export const configProperties = (rule: Rule): Readonly<Record<string, JsonSchema>> => ({
  exemptions: exemptionsSchema,
  ...Object.fromEntries(
    Object.entries(rule.settings ?? {}).map(([name, setting]) => [
      name,
      { ...setting.schema, description: setting.description, default: setting.default },
    ]),
  ),
});

/** The levels that a rule can have. */
export const levelsOf = (rule: Rule): Level[] => [
  "mandatory",
  "advisory",
  ...("remediate" in rule ? (["remediate"] as const) : []),
  "disabled",
];

/**
 * Reads the configuration of a rule.
 *
 * @throws PolicyConfigError for an unknown key or an invalid value
 */
export function readRuleConfig(
  rule: Rule,
  given: Readonly<Record<string, unknown>> = {},
): RuleConfig {
  const properties = configProperties(rule);
  for (const key of Object.keys(given)) {
    if (!(key in properties)) {
      throw new PolicyConfigError(
        `unknown setting ${rule.name}.${key}; allowed: ${Object.keys(properties).join(", ")}.`,
      );
    }
  }
  checkValues(given, properties, rule.name);
  const { exemptions = [], ...settings } = given;
  const defaults = Object.entries(rule.settings ?? {}).map(([name, setting]) => [
    name,
    setting.default,
  ]);
  return {
    exemptions: exemptions as readonly Exemption[],
    settings: { ...Object.fromEntries(defaults), ...settings },
  };
}

/**
 * Checks values by key against their JSON Schemas.
 *
 * @param holder - the name of what has the keys, for errors
 * @throws PolicyConfigError
 */
export function checkValues(
  given: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, JsonSchema>>,
  holder = "",
): void {
  // Most rules are not configured, and compiling a schema takes time.
  if (Object.keys(given).length === 0) return;
  const check = new Ajv({ strict: false, verbose: true }).compile({ type: "object", properties });
  check(given);
  for (const error of check.errors ?? []) {
    const key = (holder + error.instancePath.replaceAll("/", ".")).replace(/^\./, "");
    throw new PolicyConfigError(
      `${key} ${problemOf(error)}; given: ${JSON.stringify(error.data)}.`,
    );
  }
}

function problemOf({ params, message = "" }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as Partial<{
    additionalProperty: string;
    allowedValues: readonly unknown[];
  }>;
  if (additionalProperty !== undefined) return `has the unknown key "${additionalProperty}"`;
  return allowedValues ? `must be one of ${allowedValues.join(", ")}` : message;
}
