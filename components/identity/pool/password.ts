import * as defaults from "../defaults.ts";
import type { OptionGroup } from "../optionGroup.ts";

export const password: OptionGroup<object, { passwordMinimumLength?: number }> = {
  pool: ({ passwordMinimumLength }) => ({
    passwordPolicy: {
      minimumLength: passwordMinimumLength ?? defaults.passwordMinimumLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: defaults.temporaryPasswordDays,
    },
  }),
};
