import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
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
export function budgetTable(client: DynamoDBClient, tableName: string): ChangeBudget {
  const read = async (key: string): Promise<Versioned> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { key: { S: key } }, ConsistentRead: true }),
    );
    return Item ? fromItem(Item) : { budget: fullBudget, version: 0 };
  };

  const write = async (key: string, budget: CodeBudget, version: number): Promise<boolean> => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: toItem(key, budget, version + 1),
      ...(version === 0
        ? { ConditionExpression: "attribute_not_exists(version)" }
        : {
            ConditionExpression: "version = :version",
            ExpressionAttributeValues: { ":version": { N: String(version) } },
          }),
    });
    try {
      await client.send(put);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
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

type Item = Record<string, AttributeValue>;

const number = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);

const fromItem = (item: Item): Versioned => ({
  budget: {
    guesses: number(item["guesses"]),
    guessedAt: number(item["guessedAt"]),
    mailedAt: (item["mailedAt"]?.L ?? []).map(number),
  },
  version: number(item["version"]),
});

/** DynamoDB deletes the item once it equals a full budget. */
function toItem(key: string, { guesses, guessedAt, mailedAt }: CodeBudget, version: number): Item {
  const latest = Math.max(guessedAt, ...mailedAt);
  return {
    key: { S: key },
    guesses: { N: String(guesses) },
    guessedAt: { N: String(guessedAt) },
    mailedAt: { L: mailedAt.map((time) => ({ N: String(time) })) },
    version: { N: String(version) },
    expiresAt: { N: String(Math.ceil((latest + guessesKeptMs) / 1000)) },
  };
}
