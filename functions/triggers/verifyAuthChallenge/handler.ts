import { awsClient, dynamoDb } from "../../shared/awsClient.ts";
import { environmentOf } from "../../shared/environment.ts";
import { budgetTable } from "../codeBudget/index.ts";
import { guarded } from "../guarded.ts";
import { createVerifier } from "./verifier.ts";

export const handler = guarded(
  createVerifier({
    changeBudget: budgetTable(
      awsClient(dynamoDb),
      environmentOf(process.env).string("CODE_BUDGETS_TABLE"),
    ),
    respondsAfterMs: 200,
  }),
);
