import assert from "node:assert/strict";
import { awsClient, keyService, smsService } from "../../shared/awsClient.ts";
import { captureLog } from "../../testing/captureLog.ts";
import { stopServices } from "../../testing/service.ts";
import { testContext, testTrigger } from "../../testing/trigger.ts";
import { decryptCode } from "../encryptedCode/decryptCode.ts";
import { keyInKms } from "../encryptedCode/keyInKms.ts";
import { startLocalAws } from "../encryptedCode/testing/localAws.ts";
import { keyArn, LocalKey } from "../encryptedCode/testing/localKey.ts";
import { createSmsSender } from "./sender.ts";

describe("customSmsSender", () => {
  stopServices();
  const key = new LocalKey();

  // Both forms are in AWS's documentation.
  for (const triggerSource of [
    "CustomSMSSender_Authentication",
    "CustomSmsSender_Authentication",
  ]) {
    it(`sends the code of ${triggerSource} as a text message`, async () => {
      const { variables, calls } = await startLocalAws(key);
      const decryptKey = keyInKms(awsClient(keyService, { variables }), keyArn);
      const send = createSmsSender({
        platform: "Palisade",
        templates: {
          layout: "{content}",
          defaultLocale: "en",
          locales: {
            en: { authentication: { subject: "", html: "", sms: "{####} for {platform}" } },
          },
        },
        decrypt: (code) => decryptCode(code, keyArn, decryptKey),
        smsService: awsClient(smsService, { variables }),
        origin: "PALISADE",
      });
      const code = (await key.encrypt("123456")).toString("base64");
      const request = { code, userAttributes: { sub: "s-1", phone_number: "+15550100" } };
      const { lines } = await captureLog(() =>
        send({ ...testTrigger, triggerSource, request }, testContext),
      );

      const [{ headers, input }] = calls as [(typeof calls)[number]];
      assert.equal(headers["x-amz-target"], "PinpointSMSVoiceV2.SendTextMessage");
      assert.deepEqual(input, {
        DestinationPhoneNumber: "+15550100",
        MessageBody: "123456 for Palisade",
        MessageType: "TRANSACTIONAL",
        OriginationIdentity: "PALISADE",
      });
      assert.doesNotMatch(JSON.stringify(lines), /123456|5550100/);
    });
  }
});
