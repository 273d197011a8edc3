import type { OptionGroup } from "../optionGroup.ts";

interface MfaArgs {
  totpMfa?: "OFF" | "OPTIONAL" | "ON";
  senderEmail?: string | undefined;
}

export const mfa: OptionGroup<object, MfaArgs> = {
  directoryFaults: ({ senderEmail, totpMfa }) =>
    senderEmail !== undefined && totpMfa === "ON"
      ? [
          {
            argument: "totpMfa",
            given: totpMfa,
            allowed: "OFF or OPTIONAL together with senderEmail",
            fix: "A mailed code replaces the authenticator's code: leave senderEmail out to require one.",
          },
        ]
      : [],
  pool: ({ totpMfa = "OPTIONAL" }) => ({
    mfaConfiguration: totpMfa,
    softwareTokenMfaConfiguration: totpMfa === "OFF" ? undefined : { enabled: true },
  }),
};
