import type { OptionGroup } from "../optionGroup.ts";

export const attributes: OptionGroup<object> = {
  pool: () => ({ schemas: [tenantAttribute] }),
};

/** The customer that a user belongs to. Without explicit constraints, each preview would replace the pool. */
const tenantAttribute = {
  name: "tenant",
  attributeDataType: "String",
  developerOnlyAttribute: false,
  mutable: true,
  required: false,
  stringAttributeConstraints: { minLength: "1", maxLength: "64" },
};
