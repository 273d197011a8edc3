import type { OptionFault } from "../../shared/errors.ts";
import {
  between,
  flag,
  type JointCheck,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
  whole,
} from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { standardAttributes } from "./standardAttributes.ts";

/** An attribute of your own, `custom:<name>` in tokens. What it is can't be changed later. */
interface CustomAttribute {
  readonly type: "string" | "number" | "boolean" | "date";
  /** Least value of a number, or number of characters of a string. @default 0 characters, no limit of numbers */
  readonly minimum?: number;
  /** Greatest value of a number, or number of characters of a string, at most 2,048. @default 2,048 characters, no limit of numbers */
  readonly maximum?: number;
  /** Whether its value may change after sign-up. Federated users need it. @default true */
  readonly mutable?: boolean;
}

export interface AttributeOptions {
  /**
   * Attributes of your own by name: at most 20 letters, digits, `_` and `-`. An attribute can be added at any time,
   * and never be changed or removed. Only clients that have it in `writes` let users set it.
   * @default only `tenant`
   */
  readonly attributes?: Readonly<Record<string, CustomAttribute>> | undefined;
}

const limits = ["minimum", "maximum"] as const;

const limitFaults: JointCheck<CustomAttribute> = (attribute) => {
  const { type, minimum, maximum } = attribute;
  const rule: Rule =
    type === "string"
      ? whole(0, 2048)
      : type === "number"
        ? between(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
        : (given, argument) => [
            { argument, given, allowed: `nothing for type "${type}"`, fix: "Remove it." },
          ];
  const faults = limits.flatMap((limit) =>
    attribute[limit] === undefined ? [] : rule(attribute[limit], limit),
  );
  if (faults.length > 0 || minimum === undefined || maximum === undefined) return faults;
  if (minimum <= maximum) return [];
  return [{ argument: "minimum", given: minimum, allowed: `at most the maximum, ${maximum}` }];
};

/** Source: Cognito Developer Guide, "Working with user attributes". */
const attributeName: Rule = text(
  /^[\w-]{1,20}$/,
  "at most 20 letters, digits, _ and -",
  "Cognito adds custom: to it.",
);

const customAttribute = options<CustomAttribute>(
  {
    type: required(oneOf(["string", "number", "boolean", "date"])),
    minimum: between(-Infinity, Infinity),
    maximum: between(-Infinity, Infinity),
    mutable: flag,
  },
  limitFaults,
  ["required"],
);

export const attributeRules: OptionRules<AttributeOptions> = {
  attributes: mapOf(customAttribute, attributeName),
};

/** A pool has at most 50 attributes of its own. Source: Cognito Developer Guide, "Quotas in Amazon Cognito". */
const mostAttributes = 50;

export const attributes: OptionGroup<AttributeOptions> = {
  faults: nameFaults,
  pool: ({ attributes: given = {} }) => ({
    schemas: [tenantAttribute, ...Object.entries(given).map(schemaOf)],
  }),
};

function nameFaults({ attributes: given = {} }: AttributeOptions): OptionFault[] {
  const names = Object.keys(given);
  const faults = names
    .filter((name) => name === "tenant" || standardAttributes.includes(name))
    .map((name) => ({
      argument: `attributes.${name}`,
      given: name,
      allowed: "a name that users do not have already",
      fix: name === "tenant" ? "Every pool has custom:tenant." : "Every user has it: remove it.",
      isName: true,
    }));
  if (names.length < mostAttributes) return faults;
  return [
    ...faults,
    {
      argument: "attributes",
      given: names.length,
      allowed: `at most ${mostAttributes - 1} beside custom:tenant`,
      fix: "Keep further data in a table of a service.",
    },
  ];
}

/** The customer that a user belongs to. Without explicit constraints, each preview would replace the pool. */
const tenantAttribute = {
  name: "tenant",
  attributeDataType: "String",
  developerOnlyAttribute: false,
  mutable: true,
  required: false,
  stringAttributeConstraints: { minLength: "1", maxLength: "64" },
};

const types = { string: "String", number: "Number", boolean: "Boolean", date: "DateTime" } as const;

function schemaOf([name, attribute]: [string, CustomAttribute]) {
  const { type, minimum, maximum, mutable = true } = attribute;
  return {
    name,
    attributeDataType: types[type],
    developerOnlyAttribute: false,
    mutable,
    required: false,
    ...(type === "string" && {
      stringAttributeConstraints: {
        minLength: String(minimum ?? 0),
        maxLength: String(maximum ?? 2048),
      },
    }),
    ...(type === "number" && {
      numberAttributeConstraints: {
        minValue: String(minimum ?? -Number.MAX_SAFE_INTEGER),
        maxValue: String(maximum ?? Number.MAX_SAFE_INTEGER),
      },
    }),
  };
}
