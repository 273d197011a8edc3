import { type AwsClient, AwsError } from "../../shared/awsClient.ts";
import { fromItem, type Item, toItem } from "../../shared/dynamoItems.ts";
import { type CodeBudget, fullBudget, guessesKeptMs } from "./budget.ts";

/** Computes a budget's new value; undefined refuses and leaves it unchanged. */
type BudgetChange = (budget: CodeBudget) => CodeBudget | undefined;

/**
 * Changes a budget, unless the change refuses or concurrent changes win.
 *
 * @returns whether it was changed
 */
export type ChangeBudget = (key: string, change: BudgetChange) => Promise<boolean>;

/** Two sign-ins at once both succeed; of fifty at once, most are refused. */
const maxTries = 3;

/**
 * Budgets in a table, shared by all instances of the functions. Each write names the version that it
 * is based on and fails if that has changed, so two guesses never count as one.
 */
export function budgetTable(dynamoDb: AwsClient, tableName: string): ChangeBudget {
  const read = async (key: string): Promise<Versioned> => {
    const { Item: item } = await dynamoDb("GetItem", {
      TableName: tableName,
      Key: toItem({ key }),
      ConsistentRead: true,
    });
    return item ? versionedOf(fromItem(item)!) : { budget: fullBudget, version: 0 };
  };

  const write = async (key: string, budget: CodeBudget, version: number): Promise<boolean> => {
    const put = {
      TableName: tableName,
      Item: toItem(itemOf(key, budget, version + 1)),
      ...(version === 0
        ? { ConditionExpression: "attribute_not_exists(version)" }
        : {
            ConditionExpression: "version = :version",
            ExpressionAttributeValues: toItem({ ":version": version }),
          }),
    };
    try {
      await dynamoDb("PutItem", put);
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ConditionalCheckFailedException")
        return false;
      throw error;
    }
  };

  return async (key, change) => {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const { budget, version } = await read(key);
      const changed = change(budget);
      if (changed === undefined) return false;
      if (await write(key, changed, version)) return true;
    }
    return false;
  };
}

interface Versioned {
  readonly budget: CodeBudget;
  readonly version: number;
}

const versionedOf = ({ guesses, guessedAt, mailedAt, version }: Item): Versioned => ({
  budget: {
    guesses: Number(guesses),
    guessedAt: Number(guessedAt),
    mailedAt: mailedAt as number[],
  },
  version: Number(version),
});

/** DynamoDB deletes the item once it equals a full budget. */
function itemOf(key: string, budget: CodeBudget, version: number): Item {
  const latest = Math.max(budget.guessedAt, ...budget.mailedAt);
  return { key, ...budget, version, expiresAt: Math.ceil((latest + guessesKeptMs) / 1000) };
}
