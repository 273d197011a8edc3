export { forgetGuesses, spendGuess, spendMail } from "./budget.ts";
export { budgetKey } from "./budget.ts";
export { type BudgetChange, budgetTable, type ChangeBudget } from "./budgetTable.ts";
