import type { Statement } from "../../../policy/model/policyDocument.ts";

/** What an action does, where its name does not say it. */
const phrases: Readonly<Record<string, string>> = {
  "dynamodb:GetItem": "read single items",
  "dynamodb:PutItem": "write items",
  "dynamodb:UpdateItem": "change items",
  "dynamodb:DeleteItem": "delete items",
  "dynamodb:Query": "query items",
  "dynamodb:Scan": "read all items",
  "ecr:GetAuthorizationToken": "sign in to registries",
  "ecr:BatchGetImage": "read images",
  "ecr:GetDownloadUrlForLayer": "download images' layers",
  "ecr:BatchCheckLayerAvailability": "see which layers exist",
  "execute-api:Invoke": "call",
  "kinesis:PutRecord": "write records",
  "kms:Decrypt": "decrypt",
  "kms:GenerateDataKey": "make data keys",
  "lambda:InvokeFunction": "call",
  "logs:CreateLogStream": "open log streams",
  "logs:PutLogEvents": "write log lines",
  "s3:GetObject": "read objects",
  "s3:PutObject": "write objects",
  "s3:DeleteObject": "delete objects",
  "s3:ListBucket": "list objects",
  "secretsmanager:GetSecretValue": "read the secret",
  "sns:Publish": "publish",
  "sqs:DeleteMessage": "remove messages",
  "sqs:GetQueueAttributes": "read settings",
  "sqs:ReceiveMessage": "receive messages",
  "sqs:SendMessage": "send messages",
  "states:StartExecution": "start executions",
  "states:StartSyncExecution": "run executions",
  "sts:AssumeRole": "assume",
};

/**
 * A statement as a sentence, such as `May read single items and write items of table "orders"`.
 *
 * @param nameOf - the words for an ARN or a pattern
 */
export function wordsOf(statement: Statement, nameOf: (arn: string) => string): string {
  const { effect, actions, notActions, resources, notResources } = statement;
  const may = effect === "Allow" ? "May" : "May not";
  const what =
    notActions.length > 0
      ? `do everything except ${actionWords(notActions)}`
      : actionWords(actions);
  const which =
    notResources.length > 0
      ? `everything except ${listed(notResources.map(nameOf))}`
      : listed(resources.map(nameOf));
  const where = which === "" ? "" : `: ${which}`;
  return `${may} ${what}${where}${conditionWords(statement.conditions)}`;
}

/** Actions without a phrase of their own are named with their service. */
function actionWords(actions: readonly string[]): string {
  const known = actions.flatMap((action) => phrases[action] ?? []);
  const others = new Map<string, string[]>();
  for (const action of actions.filter((each) => phrases[each] === undefined)) {
    const [service = "", name = "*"] = action.split(":");
    const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    const same = others.get(service) ?? [];
    others.set(service, [...same, name === "*" ? "do everything" : words.replace("*", "…")]);
  }
  const named = [...others].map(([service, words]) =>
    service === "*" ? listed(words) : `${listed(words)} (${service})`,
  );
  return listed([...known, ...named]);
}

function conditionWords(conditions: Statement["conditions"]): string {
  const words = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${key} ${operatorWords(operator)} ${values.join(" or ")}`,
    ),
  );
  return words.length === 0 ? "" : `, if ${words.join(" and ")}`;
}

const operatorWords = (operator: string): string =>
  /not/i.test(operator) ? "is not" : /like/i.test(operator) ? "is like" : "is";

export function listed(words: readonly string[]): string {
  const unique = [...new Set(words)];
  return unique.length < 2
    ? (unique[0] ?? "")
    : `${unique.slice(0, -1).join(", ")} and ${unique.at(-1)!}`;
}

/** Services of AWS by their principals, as people call them. */
const services: Readonly<Record<string, string>> = {
  "apigateway.amazonaws.com": "API Gateway",
  "cognito-idp.amazonaws.com": "Cognito",
  "ecs-tasks.amazonaws.com": "ECS",
  "lambda.amazonaws.com": "Lambda",
  "scheduler.amazonaws.com": "EventBridge Scheduler",
  "events.amazonaws.com": "EventBridge",
  "sns.amazonaws.com": "SNS",
  "vpc-flow-logs.amazonaws.com": "VPC Flow Logs",
  "logs.amazonaws.com": "CloudWatch Logs",
  "cloudfront.amazonaws.com": "CloudFront",
};

/** A principal as `readPolicyDocument` gives it, in words. */
export function principalWords(principal: string, nameOf: (arn: string) => string): string {
  const name = principal.replace(/^[A-Z]\w*:/, "");
  if (name === "*") return "everyone";
  return services[name] ?? (name.startsWith("arn:") ? nameOf(name) : name);
}
