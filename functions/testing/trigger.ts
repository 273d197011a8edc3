import type { Context } from "aws-lambda";
import { type CodeBudget, fullBudget } from "../triggers/codeBudget/budget.ts";
import type { ChangeBudget } from "../triggers/codeBudget/budgetTable.ts";

/** The fields that events of all user pool triggers share. */
export const testTrigger = {
  version: "1",
  region: "eu-west-1",
  userPoolId: "eu-west-1_abcdefghi",
  userName: "jane@example.com",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "client1" },
} as const;

/** The part of Lambda's context that the triggers read. */
export const testContext = { awsRequestId: "r-1" } as Context;

/** Budgets that are kept in memory. */
export function memoryBudgets() {
  const budgets = new Map<string, CodeBudget>();
  const changeBudget: ChangeBudget = async (key, change) => {
    const changed = change(budgets.get(key) ?? fullBudget);
    if (changed) budgets.set(key, changed);
    return changed !== undefined;
  };
  return { budgets, changeBudget };
}
