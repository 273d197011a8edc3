import { Children } from "../../process/children.ts";
import { startEndpoint } from "../miniStack.ts";
import { connectEndpoint } from "../endpoint.ts";
import { readMessages } from "../messages.ts";
import { startCognitoFront } from "./index.ts";
import { mkdtemp } from "node:fs/promises";
import { zipSync, strToU8 } from "fflate";
import { build } from "esbuild";
import * as C from "@aws-sdk/client-cognito-identity-provider";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
const children = new Children((n, l) => process.env.V && console.log(n, l));
const folder = await mkdtemp("/tmp/cog/ms-");
children.ownFolder(folder);
const raw = await startEndpoint({ region: "us-east-1", children, folder, announce: console.log });
const front = await startCognitoFront(raw);
try {
const aws = connectEndpoint(front.url, "us-east-1", await raw.cognito.config.credentials() as any);
await aws.iam.send(new CreateRoleCommand({ RoleName: "x", AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] }) }));
await aws.iam.send(new PutRolePolicyCommand({ RoleName: "x", PolicyName: "p", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }) }));
await aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "no-reply@example.com" }));
const fn = async (name: string) => {
  const { outputFiles } = await build({ entryPoints: [`/work/main/functions/triggers/${name}/handler.ts`], bundle: true, write: false, platform: "node", format: "esm", outExtension: { ".js": ".mjs" }, banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
  const zip = zipSync({ "index.mjs": outputFiles[0]!.contents });
  const r = await aws.lambda.send(new CreateFunctionCommand({ FunctionName: name, Runtime: "nodejs20.x", Role: "arn:aws:iam::123456789012:role/x", Handler: "index.handler", Timeout: 5, Environment: { Variables: { PLATFORM_NAME: "Q&A", SENDER_EMAIL: "no-reply@example.com", ALLOWED_EMAIL_DOMAINS: "example.com" } }, Code: { ZipFile: zip } }));
  return r.FunctionArn!;
};
const tryit = async (label: string, p: Promise<any>) => { const t = Date.now(); try { const { $metadata, ...r } = await p; console.log(label, Date.now() - t, "ms", JSON.stringify(r).slice(0, 300)); return r; } catch (e: any) { console.log(label, Date.now() - t, "ms", e.name, "|", e.message, "|", e.$metadata?.httpStatusCode, e.$metadata?.attempts); } };
const LambdaConfig = {
  PreSignUp: await fn("preSignUp"), CustomMessage: await fn("customMessage"), PostConfirmation: await fn("postConfirmation"),
  DefineAuthChallenge: await fn("defineAuthChallenge"), CreateAuthChallenge: await fn("createAuthChallenge"), VerifyAuthChallengeResponse: await fn("verifyAuthChallenge"),
  PreTokenGenerationConfig: { LambdaArn: await fn("preTokenGeneration"), LambdaVersion: "V2_0" as const } };
const { UserPool } = await aws.cognito.send(new C.CreateUserPoolCommand({ PoolName: "p", UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"], LambdaConfig }));
const { UserPoolClient } = await aws.cognito.send(new C.CreateUserPoolClientCommand({ UserPoolId: UserPool!.Id, ClientName: "c", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"], PreventUserExistenceErrors: "ENABLED" }));
const ClientId = UserPoolClient!.ClientId!;
const Username = "jane@example.com";
await tryit("bad domain", aws.cognito.send(new C.SignUpCommand({ ClientId, Username: "jane@other.com", Password: "Secret-123456" })));
await tryit("signup", aws.cognito.send(new C.SignUpCommand({ ClientId, Username, Password: "Secret-123456" })));
await tryit("resend", aws.cognito.send(new C.ResendConfirmationCodeCommand({ ClientId, Username })));
await tryit("confirm", aws.cognito.send(new C.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: "123456" })));
await tryit("get", aws.cognito.send(new C.AdminGetUserCommand({ UserPoolId: UserPool!.Id, Username })));
await tryit("admincreate", aws.cognito.send(new C.AdminCreateUserCommand({ UserPoolId: UserPool!.Id, Username: "adam@example.com" })));
await tryit("auth", aws.cognito.send(new C.InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: Username, PASSWORD: "Secret-123456" } })));
for (const right of [true, false]) {
  let x = await tryit("custom", aws.cognito.send(new C.InitiateAuthCommand({ ClientId, AuthFlow: "CUSTOM_AUTH", AuthParameters: { USERNAME: Username } })));
  const code = /is (\d{6})/.exec((await readMessages(aws)).at(-1)!.text)![1];
  for (const ANSWER of ["000000", "111111", right ? code : "222222"]) x = await tryit("answer " + ANSWER, aws.cognito.send(new C.RespondToAuthChallengeCommand({ ClientId, ChallengeName: "CUSTOM_CHALLENGE", Session: x.Session, ChallengeResponses: { USERNAME: Username, ANSWER: ANSWER! } })));
}
await tryit("forgot", aws.cognito.send(new C.ForgotPasswordCommand({ ClientId, Username })));
await tryit("confirmforgot", aws.cognito.send(new C.ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode: "654321", Password: "Secret-1234567" })));
console.log(await readMessages(aws));
for (const [name, a] of [["direct", raw], ["front", aws], ["direct", raw], ["front", aws]] as const) { const ts: number[] = []; for (let i = 0; i < 300; i++) { const t = performance.now(); await a.dynamodb.send(new ListTablesCommand({})); ts.push(performance.now() - t); } ts.sort((a, b) => a - b); console.log(name, "ListTables median ms", ts[150]!.toFixed(2)); }
} finally { await front.close(); await children.close(); }
