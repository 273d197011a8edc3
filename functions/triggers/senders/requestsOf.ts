import { awsClient, keyService } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { optionalTemplates } from "../messages/templates.ts";
import { createRequests, type RequestOf, type SenderRequest } from "./request.ts";

/** Reads `SENDER_KEY_ARN`, the only key that is accepted, and `PLATFORM_NAME`. */
export function requestsOf(channel: SenderRequest["channel"]): RequestOf {
  const environment = environmentOf(process.env);
  const keyArn = environment.string("SENDER_KEY_ARN");
  const decryptKey = keyInKms(awsClient(keyService), keyArn);
  return createRequests({
    channel,
    platform: environment.string("PLATFORM_NAME"),
    templates: optionalTemplates(),
    decrypt: (code) => decryptCode(code, keyArn, decryptKey),
  });
}
