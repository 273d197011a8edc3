import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import { awsClient, mailService } from "../../shared/awsClient.ts";
import { startHttpService, stopServices } from "../../testing/service.ts";
import { createCodeMailer } from "./codeMail.ts";

describe("createCodeMailer", () => {
  stopServices();

  it("sends the code as a plain text mail from the platform", async () => {
    let received: unknown;
    const ses = await startHttpService((request, response) => {
      void json(request).then((body) => {
        received = body;
        response.setHeader("Content-Type", "application/json");
        response.end('{"MessageId":"m-1"}');
      });
    });
    const variables = {
      AWS_ENDPOINT_URL_SESV2: ses.url.href,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const client = awsClient(mailService, { variables });
    const mailCode = createCodeMailer(client, { platform: "Palisade", sender: "no-reply@x.com" });

    await mailCode("jane@example.com", "00000042");

    assert.deepEqual(received, {
      FromEmailAddress: "no-reply@x.com",
      Destination: { ToAddresses: ["jane@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Your sign-in code for Palisade" },
          Body: {
            Text: {
              Data: "Your sign-in code for Palisade is 00000042. It counts for five minutes. Never tell it to anybody.",
            },
          },
        },
      },
    });
  });
});
