import { SESv2Client } from "@aws-sdk/client-sesv2";
import { environmentOf } from "../../shared/environment.ts";
import { createChallenger } from "./challenger.ts";
import { createCodeMailer } from "./codeMail.ts";

const environment = environmentOf(process.env);

/** Cognito waits 5 s in all: two attempts must fit in. */
const mail = new SESv2Client({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 },
});

export const handler = createChallenger(
  createCodeMailer(mail, {
    platform: environment.string("PLATFORM_NAME"),
    sender: environment.string("SENDER_EMAIL"),
  }),
);
