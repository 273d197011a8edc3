import { awsClient, dynamoDb, mailService } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { budgetTable } from "../codeBudget/index.ts";
import { guarded } from "../guarded.ts";
import { createChallenger } from "./challenger.ts";
import { createCodeMailer } from "./codeMail.ts";

const environment = environmentOf(process.env);

/** Cognito waits 5 s in total: the budget and two attempts must fit in. */
const mail = awsClient(mailService, { timeoutMs: 1_600 });

export const handler = guarded(
  createChallenger({
    mailCode: createCodeMailer(mail, {
      platform: environment.string("PLATFORM_NAME"),
      sender: environment.string("SENDER_EMAIL"),
    }),
    changeBudget: budgetTable(awsClient(dynamoDb), environment.string("CODE_BUDGETS_TABLE")),
    beginsAfterMs: 1_000,
  }),
);
