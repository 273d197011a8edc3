import assert from "node:assert/strict";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import { Progress } from "./progress.ts";

const urn = (name: string) => `urn:pulumi:dev::palisade::aws:ec2/subnet:Subnet::${name}`;

const begins = (op: OpType, name: string): EngineEvent =>
  ({ resourcePreEvent: { metadata: { op, urn: urn(name) } } }) as EngineEvent;

const ends = (op: OpType, name: string): EngineEvent =>
  ({ resOutputsEvent: { metadata: { op, urn: urn(name) } } }) as EngineEvent;

const diagnostic = (severity: string, message: string, of?: string): EngineEvent =>
  ({
    diagnosticEvent: { severity, message, ...(of ? { urn: urn(of) } : {}) },
  }) as EngineEvent;

const violation = (enforcementLevel: string, message: string): EngineEvent =>
  ({
    policyEvent: { enforcementLevel, message, policyName: "no-public-ip", resourceUrn: urn("a") },
  }) as EngineEvent;

describe("Progress", () => {
  it("starts each line with the elapsed time and the name, aligned", () => {
    const lines: string[] = [];
    const progress = new Progress(["dev-us-east-1", "dev-edge"], (line) => lines.push(line));

    progress.line("dev-us-east-1", "preview");
    progress.line("dev-edge", "preview");

    assert.match(lines[0]!, /^ {4}0\.\d s {2}dev-us-east-1 {2}preview$/);
    assert.match(lines[1]!, /^ {4}0\.\d s {2}dev-edge {7}preview$/);
  });

  it("prints each warning of the engine once, except those about plugins on PATH", () => {
    const lines: string[] = [];
    const { onEvent, end } = new Progress(["dev"], (line) => lines.push(line)).follow("dev", 0);

    onEvent(diagnostic("warning", "using pulumi-resource-aws from $PATH at /bin"));
    onEvent(diagnostic("warning", "the stack has pending operations"));
    onEvent(diagnostic("warning", "the stack has pending operations"));
    onEvent(violation("warning", "a is nearly public"));
    end();

    assert.deepEqual(
      lines.map((line) => line.replace(/^ +\S+ s {2}/, "")),
      [
        "dev  warning: the stack has pending operations",
        "dev  warning: aws:ec2/subnet:Subnet a: policy no-public-ip: a is nearly public",
      ],
    );
  });

  it("prints what the program notes about a resource once, and nothing else that it prints", () => {
    const lines: string[] = [];
    const { onEvent, end } = new Progress(["dev"], (line) => lines.push(line)).follow("dev", 1);
    const stack = "urn:pulumi:dev::palisade::pulumi:pulumi:Stack::palisade-dev";

    onEvent(diagnostic("info", "Waiting until SES has verified a", "a"));
    onEvent(diagnostic("info", "Waiting until SES has verified a", "a"));
    onEvent(diagnostic("info", "hello"));
    const passing = diagnostic("info", "#5 [2/4] RUN npm ci", "a").diagnosticEvent!;
    onEvent({ diagnosticEvent: { ...passing, ephemeral: true } } as EngineEvent);
    onEvent({
      diagnosticEvent: { severity: "info", message: "hello", urn: stack },
    } as unknown as EngineEvent);
    end();

    assert.deepEqual(
      lines.map((line) => line.replace(/^ +\S+ s {2}/, "")),
      ["dev  Waiting until SES has verified a"],
    );
  });

  /** The first line that `follow` prints after these events. */
  async function firstLine(total: number, events: EngineEvent[]): Promise<string> {
    const following: { end?: () => void } = {};
    const line = await new Promise<string>((resolve) => {
      const progress = new Progress(["dev"], resolve, 1);
      const { onEvent, end } = progress.follow("dev", total);
      following.end = end;
      for (const event of events) onEvent(event);
    });
    following.end?.();
    return line.replace(/^ +\S+ s {2}/, "");
  }

  it("prints the progress of a stack at intervals", async () => {
    const line = await firstLine(3, [
      begins("create", "a"),
      ends("create", "a"),
      begins("same", "b"),
      ends("same", "b"),
      begins("update", "c"),
      begins("same", "d"),
    ]);

    assert.equal(line, "dev  1 of 3, now update aws:ec2/subnet:Subnet c");
  });

  it("does not count resources that are read", async () => {
    const line = await firstLine(3, [begins("read", "a"), ends("read", "a")]);

    assert.equal(line, "dev  0 of 3, now read aws:ec2/subnet:Subnet a");
  });

  it("prints no total if it is unknown", async () => {
    assert.equal(await firstLine(0, [ends("delete", "a"), ends("delete", "b")]), "dev  2 done");
  });

  it("prints nothing more about a stack that has ended", async () => {
    const lines: string[] = [];
    const following: { end?: () => void } = {};
    await new Promise<void>((resolve) => {
      const print = (line: string) => {
        lines.push(line);
        resolve();
      };
      const progress = new Progress(["ended", "going"], print, 1);
      progress.follow("ended", 1).end();
      following.end = progress.follow("going", 1).end;
    });
    following.end?.();

    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /going/);
  });

  it("collects errors and mandatory violations, each once and without colours", () => {
    const { onEvent, errors, end } = new Progress(["dev"], () => {}).follow("dev", 1);
    end();

    for (const event of [
      diagnostic("error", "<{%fg 1%}>name is taken<{%reset%}>\n", "a"),
      diagnostic("error", "<{%fg 1%}>name is taken<{%reset%}>\n", "a"),
      diagnostic("error", "update failed\n"),
      diagnostic("warning", "deprecated", "a"),
      diagnostic("info#err", "a program's own output"),
      violation("mandatory", "<{%reset%}>has a public address\n"),
      violation("warning", "has no tags"),
    ]) {
      onEvent(event);
    }

    assert.deepEqual(errors, [
      "aws:ec2/subnet:Subnet a: name is taken",
      "update failed",
      "aws:ec2/subnet:Subnet a: policy no-public-ip: has a public address",
    ]);
  });
});
