export { budgetKey, forgetGuesses, spendGuess, spendMail } from "./budget.ts";
export { budgetTable, type ChangeBudget } from "./budgetTable.ts";
