import { type OptionRules, options, text, whole } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";

/** How Cognito sends text messages. */
interface SmsSettings {
  /**
   * Text that Cognito sends when it assumes the role, so that no other pool uses it: 2 to 256 letters, digits and `+=,.@:/-`.
   * @default the directory's name
   */
  readonly externalId?: string;
  /**
   * Sender that phones show, 1 to 11 letters, digits and dashes, of which one is a letter. Some countries need it
   * registered, others don't show it. It is a setting of the account in the pool's region.
   * @default none: AWS chooses
   */
  readonly senderId?: string;
  /**
   * Most USD a month that SNS spends on text messages, a whole number, at most the account's quota (1 USD, until you
   * ask for more). It is a setting of the account in the pool's region; beyond it, nobody gets a text message.
   * @default the account's
   */
  readonly monthlySpendUsd?: number;
}

export interface SmsOptions {
  /**
   * Lets Cognito send text messages, by SNS. Each costs money, so whoever can sign up can spend yours: limit
   * `monthlySpendUsd`, and use a `firewall`. A pool keeps this for ever: Cognito does not remove it, and the role must
   * stay. `{}` has all defaults.
   * @default no text messages
   */
  readonly sms?: SmsSettings | undefined;
}

export const smsRules: OptionRules<SmsOptions> = {
  sms: options<SmsSettings>({
    externalId: text(/^[\w+=,.@:/-]{2,256}$/, "2 to 256 letters, digits and +=,.@:/-"),
    senderId: text(
      /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/,
      "1 to 11 letters, digits and dashes, of which one is a letter",
    ),
    // The provider takes no fraction, and ignores 0. Source: terraform-provider-aws, sms_preferences.go.
    monthlySpendUsd: whole(1, 1_000_000),
  }),
};

export const sms: OptionGroup<SmsOptions> = {
  pool: (_args, { smsConfiguration }) => (smsConfiguration ? { smsConfiguration } : {}),
};
