import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireClientCertificates as rule } from "./requireClientCertificates.ts";

const verdict = (props: object, config: object = { stages: ["live", "partner-*"] }) =>
  judge(rule, { type: "aws:apigateway/stage:Stage", props }, config);

describe("require-client-certificates", () => {
  it("checks only the configured stages", () => {
    for (const stageName of ["live", "partner-one"]) {
      const [violation] = verdict({ stageName }).violations;

      assert.match(
        violation?.message ?? "",
        /: clientCertificateId is not set\. Set clientCertificateId to the id/,
      );
    }
    assert.deepEqual(verdict({ stageName: "test" }).violations, []);
    assert.deepEqual(verdict({ stageName: "live" }, {}).violations, []);
  });

  it("passes with a certificate", () => {
    for (const clientCertificateId of ["abc123", unknown]) {
      assert.deepEqual(verdict({ stageName: "live", clientCertificateId }).violations, []);
    }
  });

  it("is undecided about a stage whose name is not known yet", () => {
    assert.notEqual(verdict({ stageName: unknown }).undecided, undefined);
  });
});
