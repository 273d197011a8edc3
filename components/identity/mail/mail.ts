import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { mailDomainFaults } from "./domainArgs.ts";
import { emailConfiguration } from "./sender.ts";

interface MailArgs extends IdentityEnvironment {
  readonly replication?: object;
}

export const mail: OptionGroup<object, MailArgs> = {
  directoryFaults: mailDomainFaults,
  pool: (_args, { sender }) => ({ emailConfiguration: sender && emailConfiguration(sender) }),
};
