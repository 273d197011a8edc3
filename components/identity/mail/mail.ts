import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { mailDomainFaults } from "./domainArgs.ts";
import { emailConfiguration } from "./sender.ts";

export const mail: OptionGroup<object, IdentityEnvironment> = {
  directoryFaults: mailDomainFaults,
  pool: (_args, { sender }) => (sender ? { emailConfiguration: emailConfiguration(sender) } : {}),
};
