import type { OptionGroup } from "../optionGroup.ts";

export const recovery: OptionGroup<object> = {
  pool: () => ({
    accountRecoverySetting: {
      recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
    },
  }),
};
