import * as aws from "@pulumi/aws";
import {
  contract,
  dynamodb,
  eventBridge,
  from,
  kinesis,
  mock,
  redirect,
  s3,
  sns,
  sqs,
  stepFunctions,
} from "../../components/api/index.ts";
import {
  definePlatform,
  type PlatformDefinition,
  type ResourceScope,
} from "../../components/platform.ts";

/** The origin of the shop's web pages. */
export const origin = "https://shop.example.com";

/** Public routes with every integration that needs no function. */
const shopDefinition: PlatformDefinition = {
  name: "Shop",
  services: {},
  defaultAuth: "none",
  cors: { allowOrigin: origin },

  resources: ({ name, options }: ResourceScope) => {
    const trust = (service: string) => ({
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      }),
    });
    const role = new aws.iam.Role(`${name}-states`, trust("states.amazonaws.com"), options);
    const machine = (id: string, type: string, definition: object) =>
      new aws.sfn.StateMachine(
        `${name}-${id}`,
        { roleArn: role.arn, type, definition: JSON.stringify(definition) },
        options,
      );
    const pass = { StartAt: "Done", States: { Done: { Type: "Pass", End: true } } };
    const quote = {
      StartAt: "Known",
      States: {
        Known: {
          Type: "Choice",
          Choices: [{ Variable: "$.item", StringEquals: "tea", Next: "Price" }],
          Default: "Unknown",
        },
        Price: { Type: "Pass", Result: { price: 3 }, End: true },
        Unknown: { Type: "Fail", Error: "Unknown", Cause: "secret cause" },
      },
    };
    return {
      jobs: new aws.sqs.Queue(`${name}-jobs`, {}, options),
      otherJobs: new aws.sqs.Queue(`${name}-other`, {}, options),
      otherNews: new aws.sns.Topic(`${name}-other`, {}, options),
      otherReadings: new aws.kinesis.Stream(`${name}-other`, { shardCount: 1 }, options),
      otherFiles: new aws.s3.Bucket(`${name}-other`, {}, options),
      otherEvents: new aws.cloudwatch.EventBus(`${name}-other`, {}, options),
      otherNotes: new aws.dynamodb.Table(
        `${name}-other`,
        { billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }] },
        options,
      ),
      news: new aws.sns.Topic(`${name}-news`, {}, options),
      readings: new aws.kinesis.Stream(`${name}-readings`, { shardCount: 1 }, options),
      files: new aws.s3.Bucket(`${name}-files`, {}, options),
      notes: new aws.dynamodb.Table(
        `${name}-notes`,
        {
          billingMode: "PAY_PER_REQUEST",
          hashKey: "owner",
          rangeKey: "id",
          attributes: [
            { name: "owner", type: "S" },
            { name: "id", type: "S" },
            { name: "rank", type: "N" },
          ],
          globalSecondaryIndexes: [
            { name: "byRank", hashKey: "owner", rangeKey: "rank", projectionType: "ALL" },
          ],
        },
        options,
      ),
      imports: machine("imports", "STANDARD", pass),
      quotes: machine("quotes", "EXPRESS", quote),
      events: new aws.cloudwatch.EventBus(`${name}-events`, {}, options),
    };
  },

  routes: {
    "POST /jobs": sqs("jobs", {
      attributes: { kind: from.header("X-Kind") },
      contentTypes: ["application/json", "text/plain"],
    }),
    "POST /jobs/own": sqs("jobs", {
      request: {
        vtl: `{"QueueUrl":"nowhere","MessageBody":"$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"}`,
      },
    }),
    "POST /news": sns("news", { subject: from.query("subject") }),
    "POST /devices/{id}/readings": kinesis("readings", { partitionKey: from.path("id") }),
    "POST /readings": kinesis("readings", { records: "$", recordKey: "$.device" }),
    "POST /readings/random": kinesis("readings", { records: "$.readings" }),
    "GET /files/{key+}": s3("files", { action: "get", prefix: "public/", key: from.path("key") }),
    "HEAD /files/{key+}": s3("files", { action: "head", prefix: "public/", key: from.path("key") }),
    "PUT /files/{key+}": s3("files", { action: "put", prefix: "public/", key: from.path("key") }),
    "DELETE /files/{key+}": s3("files", {
      action: "delete",
      prefix: "public/",
      key: from.path("key"),
    }),
    "GET /texts/{name}": s3("files", {
      action: "get",
      prefix: "public/",
      key: { join: [from.path("name"), ".json"] },
      text: true,
    }),
    "GET /found": s3("files", { action: "get", prefix: "public/", key: from.query("key") }),
    "POST /notes/{owner}": dynamodb("notes", {
      action: "put",
      item: {
        owner: from.path("owner"),
        id: from.body("$.id"),
        text: from.body("$.text"),
        rank: { N: from.body("$.rank") },
        done: { BOOL: from.body("$.done") },
        source: from.text("api $#"),
      },
      condition: "attribute_not_exists(id)",
    }),
    "GET /notes/{owner}/{id}": dynamodb("notes", {
      action: "get",
      key: { owner: from.path("owner"), id: from.path("id") },
    }),
    "PATCH /notes/{owner}/{id}": dynamodb("notes", {
      action: "update",
      key: { owner: from.path("owner"), id: from.path("id") },
      update: "SET #text = :text ADD edits :one",
      names: { text: "text" },
      values: { text: from.body("$.text"), one: { N: 1 } },
      condition: "attribute_exists(id)",
      returnsItem: true,
      errors: { ConditionalCheckFailedException: 404 },
    }),
    "PUT /notes/{owner}/{id}/rank": dynamodb("notes", {
      action: "update",
      key: { owner: from.path("owner"), id: from.path("id") },
      update: "SET #rank = :rank",
      names: { rank: "rank" },
      values: { rank: { N: from.body("$.rank") } },
    }),
    "DELETE /notes/{owner}/{id}": dynamodb("notes", {
      action: "delete",
      key: { owner: from.path("owner"), id: from.path("id") },
    }),
    "GET /notes/{owner}": dynamodb("notes", {
      action: "query",
      keyCondition: "#o = :o",
      names: { o: "owner" },
      values: { o: from.path("owner") },
      limit: 2,
    }),
    "GET /ranked/{owner}": dynamodb("notes", {
      action: "query",
      index: "byRank",
      keyCondition: "#o = :o AND #r > :least",
      names: { o: "owner", r: "rank" },
      values: { o: from.path("owner"), least: { N: 1 } },
      fields: ["id", "rank"],
      limit: 1,
      backwards: true,
    }),
    "POST /imports": stepFunctions("imports", {
      action: "start",
      input: { order: from.json(), note: from.body("$.note"), from: "api" },
    }),
    "PUT /imports/{id}": stepFunctions("imports", { action: "start", name: from.path("id") }),
    "GET /imports/{id}": stepFunctions("imports", {
      action: "describe",
      execution: from.path("id"),
    }),
    "POST /quotes": stepFunctions("quotes", { action: "startSync" }),
    "POST /orders": eventBridge("events", {
      source: "shop",
      detailType: "OrderPlaced",
      detail: { order: from.json(), note: from.body("$.note") },
    }),
    "POST /events": eventBridge("events", { source: "shop", detailType: from.query("type") }),
    "GET /openapi.json": contract(),
    "GET /version": mock({ body: { version: "1.0 $#", request: from.requestId() } }),
    "GET /robots.txt": mock({
      contentType: "text/plain",
      body: "User-agent: *\n#if($x) $$\n",
      headers: { "X-Robots": "all" },
    }),
    "DELETE /nothing": mock({ status: 204 }),
    "GET /old": redirect("https://new.example.com/start", { status: 301 }),
    "POST /old": redirect("https://new.example.com/start", { status: 308 }),
    "GET /old/{page}": redirect("https://new.example.com/pages/{page}.html?from=shop#top"),
    "GET /moved/{rest+}": redirect("/elsewhere/{rest}"),
    "GET /short/{name}": redirect("/{name}", { status: 307 }),
  },
};

export const shop = definePlatform(shopDefinition);
