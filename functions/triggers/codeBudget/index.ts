export { forgetGuesses, spendGuess, spendMail } from "./budget.ts";
export { budgetKey } from "./budgetKey.ts";
export { type BudgetChange, budgetTable, type ChangeBudget } from "./budgetTable.ts";
