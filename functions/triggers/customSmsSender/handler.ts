import { awsClient, keyService, smsService } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { messageTemplates } from "../messages/templates.ts";
import { createSmsSender } from "./sender.ts";

const environment = environmentOf(process.env);
const keyArn = environment.string("SENDER_KEY_ARN");
const decryptKey = keyInKms(awsClient(keyService), keyArn);

export const handler = createSmsSender({
  platform: environment.string("PLATFORM_NAME"),
  templates: messageTemplates(),
  decrypt: (code) => decryptCode(code, keyArn, decryptKey),
  smsService: awsClient(smsService, { timeoutMs: 1_600 }),
  origin: environment.optionalString("SMS_ORIGIN"),
});
