import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { createCodeMailer } from "./codeMail.ts";

describe("createCodeMailer", () => {
  let ses: Server;
  let received: unknown;

  before(async () => {
    ses = createServer((request, response) => {
      void json(request).then((body) => {
        received = body;
        response.setHeader("Content-Type", "application/json");
        response.end('{"MessageId":"m-1"}');
      });
    }).listen(0, "127.0.0.1");
    await once(ses, "listening");
  });

  after(() => {
    ses.close();
    ses.closeAllConnections();
  });

  it("sends the code as a plain text mail from the platform", async () => {
    const client = new SESv2Client({
      endpoint: `http://127.0.0.1:${(ses.address() as AddressInfo).port}`,
      region: "eu-west-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const mailCode = createCodeMailer(client, { platform: "Palisade", sender: "no-reply@x.com" });

    await mailCode("jane@example.com", "00000042");

    client.destroy();
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
