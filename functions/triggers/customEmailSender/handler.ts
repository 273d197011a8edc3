import { awsClient, keyService, mailService } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { messageTemplates } from "../messages/templates.ts";
import { createEmailSender } from "./sender.ts";

const environment = environmentOf(process.env);
const keyArn = environment.string("SENDER_KEY_ARN");
const decryptKey = keyInKms(awsClient(keyService), keyArn);

export const handler = createEmailSender({
  platform: environment.string("PLATFORM_NAME"),
  templates: messageTemplates(),
  decrypt: (code) => decryptCode(code, keyArn, decryptKey),
  mailService: awsClient(mailService, { timeoutMs: 1_600 }),
  sender: environment.string("SENDER_EMAIL"),
  configurationSet: environment.optionalString("CONFIGURATION_SET"),
});
