import type { OptionGroup } from "../optionGroup.ts";

/** Users sign in by their address, in any case, and a new one takes effect only when its owner has confirmed it. */
export const signIn: OptionGroup<object> = {
  pool: () => ({
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
  }),
};
