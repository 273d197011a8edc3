import { testRule } from "../../testing/ruleTable.ts";
import { forbidPlainSecrets as rule } from "../forbidPlainSecrets.ts";

const password = "hunter2-hunter2";
const address = `postgres://app:${password}@db.internal/orders`;

describe("variables of forbid-plain-secrets", () => {
  const variables = (variables: object) => ({ environment: { variables } });
  const at = (name: string) => `environment.variables.${name}`;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const credentials = JSON.stringify({ user: "app", db: { password } });
  testRule(rule, "aws:lambda/function:Function", {
    compliant: variables({}),
    passing: {
      "a file": variables({ DB_PASSWORD: "/run/secrets/db", DB_PASSWORD_FILE: "/run/x" }),
      placeholders: variables({ DB_PASSWORD: "${PASSWORD}", DSN: "password=$PASSWORD" }),
      "a document with references": variables({
        CONFIG: JSON.stringify({ password: "arn:aws:ssm:…", tokenUrl: "https://example.com" }),
      }),
      "a document with texts": variables({
        TEXTS: JSON.stringify({ password: "Password", invalid_token: "The token is invalid" }),
      }),
      "a document with types": variables({
        SCHEMA: JSON.stringify({ password: { type: "string" }, token: "string" }),
      }),
      "an empty document": variables({ CREDENTIALS: "{}", TOKENS: "[]" }),
      "harmless Base64": variables({ CONFIG: base64("table: orders and more") }),
    },
    failing: {
      "a password in a document": [
        variables({ CONFIG: credentials }),
        `${at("CONFIG")}.db.password`,
      ],
      "a password in a document in Base64": [
        variables({ CONFIG: base64(credentials) }),
        `${at("CONFIG")}.db.password`,
      ],
      "an address in Base64": [variables({ CONFIG: base64(address) }), at("CONFIG")],
      "a list of passwords in a document": [
        variables({ CONFIG: JSON.stringify({ password: ["none", password] }) }),
        `${at("CONFIG")}.password[1]`,
      ],
      "credentials as a document": [
        variables({ DB_CREDENTIALS: JSON.stringify([{ name: "PASSWORD", value: password }]) }),
        `${at("DB_CREDENTIALS")}[0].PASSWORD`,
      ],
      "a password that begins like a reference": [
        variables({ DB_PASSWORD: "$ecret-p4ss" }),
        at("DB_PASSWORD"),
      ],
      "a password that begins like a path": [
        variables({ DB_PASSWORD: "/Qx9s8fjK2" }),
        at("DB_PASSWORD"),
      ],
      "a password beside a name and a value": [
        variables({ name: "a", value: "b", DB_PASSWORD: password }),
        at("DB_PASSWORD"),
      ],
    },
  });

  const command = (...command: string[]) => ({
    containerDefinitions: JSON.stringify([{ name: "app", command }]),
  });
  testRule(rule, "aws:ecs/taskDefinition:TaskDefinition", {
    compliant: command("serve"),
    passing: {
      "references in arguments": command("--password=$PASSWORD", "--token", "${TOKEN}"),
      "another option after a flag": command("--ask-password", "--verbose"),
      "a shell that fills in": command("sh", "-c", "TOKEN=$(cat /run/token) serve --token=$token"),
      "a file": command("--password-file", "/run/secrets/db"),
    },
    failing: {
      "a password in an argument": [
        command(`--db-password=${password}`),
        "containerDefinitions[0].command[0]",
      ],
      "a password after its name": [
        command("serve", "--db-password", password),
        "containerDefinitions[0].command[2]",
      ],
      "a password in a shell": [
        command("sh", "-c", `PGPASSWORD=${password} psql`),
        "containerDefinitions[0].command[2]",
      ],
    },
  });
  testRule(rule, "aws:ecs/expressGatewayService:ExpressGatewayService", {
    compliant: { primaryContainer: { commands: ["serve", "--port", "80"] } },
    failing: {
      "a password after its name": [
        { primaryContainer: { commands: ["serve", "--password", password] } },
        "primaryContainer.commands[2]",
      ],
    },
  });
});
