import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { grantablePermissions } from "../components/functions/grants.ts";
import { root } from "./support/platformProcess.ts";

interface Statement {
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const folder = join(root, "docs", "iam");
const read = (file: string) =>
  JSON.parse(readFileSync(join(folder, file), "utf8")) as { Statement: Statement[] };
const files = readdirSync(folder);
const listed = (value: string | string[] = []) => (Array.isArray(value) ? value : [value]);
const actionsOf = (file: string) => read(file).Statement.flatMap(({ Action }) => listed(Action));

describe("the policies for deploying", () => {
  for (const file of files) {
    it(`${file} is small enough for a managed policy`, () => {
      // IAM User Guide, "IAM and AWS STS quotas": 6,144 characters, white space not counted.
      const characters = JSON.stringify(read(file)).replaceAll(/\s/g, "").length;
      assert.ok(characters <= 6144, `${characters} characters`);
    });

    it(`${file} lets nobody read logs, or change who may assume a role`, () => {
      const given = actionsOf(file).filter((action) =>
        /^\*$|^logs:(\*|Get(Log(?!Delivery$)|Query)|Filter|StartQuery|StartLiveTail|Unmask)|^iam:(\*|Update(\*|AssumeRolePolicy))/.test(
          action,
        ),
      );

      assert.deepEqual(given, []);
    });

    it(`${file} passes roles only to named services`, () => {
      for (const { Action, Condition } of read(file).Statement) {
        if (!listed(Action).some((action) => /^iam:(\*|Pass)/.test(action))) continue;
        const services = listed(Condition?.["StringEquals"]?.["iam:PassedToService"]);
        assert.ok(services.length > 0);
        for (const service of services) assert.match(service, /^[\w.-]+\.amazonaws\.com$/);
      }
    });
  }

  it("name no regions: one policy limits all of them to an environment's", () => {
    const named = files.filter((file) =>
      /aws:RequestedRegion|[a-z]{2}-[a-z]+-\d/.test(readFileSync(join(folder, file), "utf8")),
    );
    assert.deepEqual(named, ["regions.json"]);

    const [statement, ...others] = read("regions.json").Statement as (Statement & {
      Effect: string;
      NotAction: string[];
    })[];
    assert.deepEqual(others, []);
    assert.equal(statement?.Effect, "Deny");
    assert.deepEqual(statement?.Condition, {
      StringNotEquals: { "aws:RequestedRegion": "REGIONS" },
    });
    // Global services, and the state, which may be in another region.
    const exempt = /^(cloudfront|iam|route53|s3):\*$|^kms:(De|En)crypt$/;
    assert.deepEqual(
      statement?.NotAction.filter((action) => !exempt.test(action)),
      [],
    );
  });

  for (const file of files.filter((name) => name.startsWith("trust-"))) {
    it(`${file} trusts jobs of one GitHub environment of this repository`, () => {
      for (const { Condition } of read(file).Statement) {
        assert.deepEqual(Object.keys(Condition ?? {}), ["StringEquals"]);
        const claims = Condition!["StringEquals"]!;
        const issuer = "token.actions.githubusercontent.com";
        assert.equal(claims[`${issuer}:aud`], "sts.amazonaws.com");
        assert.match(
          String(claims[`${issuer}:sub`]),
          /^SUBJECT:environment:ENVIRONMENT(-preview)?$/,
        );
      }
    });
  }

  it("fit into the 10 managed policies of a role, but for one that is temporary", () => {
    const deploy = files.filter((name) => /^(deploy-|state\.|regions)/.test(name));

    assert.ok(deploy.filter((name) => name !== "deploy-replicas.json").length <= 10);
  });

  it("let CI map queues to the environment's functions only", () => {
    const mapping = files
      .flatMap((file) => read(file).Statement)
      .filter(({ Action }) => listed(Action).some((each) => each.includes("EventSourceMapping")));

    assert.deepEqual(
      mapping.map(({ Resource, Condition }) => ({ Resource, Condition })),
      [
        {
          // Creating one has no resource.
          Resource: "*",
          Condition: {
            ArnLike: { "lambda:FunctionArn": "arn:aws:lambda:*:ACCOUNT:function:ENVIRONMENT-*" },
          },
        },
      ],
    );
  });

  it("let whoever makes a schedule hand its role to the scheduler, and the role call its target", () => {
    const makers = files.filter((file) => actionsOf(file).includes("scheduler:CreateSchedule"));
    const passed = read("deploy-roles.json").Statement.flatMap(({ Condition }) =>
      listed(Condition?.["StringEquals"]?.["iam:PassedToService"]),
    );

    assert.deepEqual(makers, ["deploy-backends.json"]);
    assert.ok(passed.includes("scheduler.amazonaws.com"));
    assert.ok(actionsOf("boundary.json").includes("lambda:InvokeFunction"));
  });

  it("let whoever makes a user pool hand it its role for text messages, which go to phones only", () => {
    const passed = read("deploy-roles.json").Statement.flatMap(({ Condition }) =>
      listed(Condition?.["StringEquals"]?.["iam:PassedToService"]),
    );
    const published = read("boundary.json").Statement.filter(({ Action }) =>
      listed(Action).includes("sns:Publish"),
    ) as (Statement & { NotResource?: string })[];

    assert.ok(passed.includes("cognito-idp.amazonaws.com"));
    assert.deepEqual(
      published.map(({ Resource, NotResource }) => [Resource, NotResource]),
      [
        ["arn:aws:sns:*:ACCOUNT:ENVIRONMENT-*", undefined],
        [undefined, "arn:aws:sns:*:*:*"],
      ],
    );
  });

  it("let whoever makes a web ACL make its log", () => {
    const makers = files
      .flatMap((file) => read(file).Statement)
      .map(({ Action }) => listed(Action))
      .filter((actions) => actions.includes("wafv2:CreateWebACL"));

    assert.equal(makers.length, 2, "for regions and for the edge");
    for (const actions of makers) {
      for (const verb of ["Get", "Put", "Delete"]) {
        assert.ok(actions.includes(`wafv2:${verb}LoggingConfiguration`), verb);
      }
    }
  });

  it("let functions have what they can be granted, and sign assertions", () => {
    const within = actionsOf("boundary.json");
    const missing = [...grantablePermissions, "kms:Sign"].filter((each) => !within.includes(each));
    assert.deepEqual(missing, []);
  });

  it("let a preview read what it needs, and none of the platform's data", () => {
    const allowed = [
      "apigateway:GET",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribePrefixLists",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
      "kms:Decrypt",
      "kms:GetPublicKey",
      "s3:GetObject",
      "s3:ListBucket",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
    ];

    const actions = ["preview.json", "state-read.json"].flatMap(actionsOf);
    assert.deepEqual(new Set(actions), new Set(allowed));
  });
});
