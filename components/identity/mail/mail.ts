import type { OptionGroup } from "../optionGroup.ts";
import { emailConfiguration } from "./sender.ts";

export const mail: OptionGroup<object> = {
  pool: (_args, { sender }) => ({ emailConfiguration: sender && emailConfiguration(sender) }),
};
