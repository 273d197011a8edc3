import { environmentOf } from "../../shared/environment.ts";
import { budgetTable } from "../codeBudget/index.ts";
import { tableClient } from "../tableClient.ts";
import { createVerifier } from "./verifier.ts";

export const handler = createVerifier({
  changeBudget: budgetTable(tableClient(), environmentOf(process.env).string("CODE_BUDGETS_TABLE")),
  respondsAfterMs: 200,
});
