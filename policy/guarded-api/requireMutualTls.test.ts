import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireMutualTls as rule } from "./requireMutualTls.ts";

const settings = { domains: ["api.example.com", "*.partners.example.com"] };
const trusting = { mutualTlsAuthentication: { truststoreUri: "s3://certificates/trusted.pem" } };

describe("require-mutual-tls", () => {
  for (const service of ["apigateway", "apigatewayv2"]) {
    const type = `aws:${service}/domainName:DomainName`;
    const verdict = (props: object, config: object = settings) =>
      judge(rule, { type, props }, config);

    describe(type, () => {
      it("checks only the configured domains", () => {
        for (const domainName of ["api.example.com", "one.partners.example.com"]) {
          const [violation] = verdict({ domainName }).violations;

          assert.match(violation?.message ?? "", /: mutualTlsAuthentication.truststoreUri is not/);
        }
        for (const domainName of ["www.example.com", "apiXexample.com", "api.example.com.org"]) {
          assert.deepEqual(verdict({ domainName }).violations, []);
        }
        assert.deepEqual(verdict({ domainName: "api.example.com" }, {}).violations, []);
      });

      it("passes with a truststore", () => {
        const domainName = "api.example.com";

        assert.deepEqual(verdict({ domainName, ...trusting }).violations, []);
        const later = { mutualTlsAuthentication: { truststoreUri: unknown } };
        assert.deepEqual(verdict({ domainName, ...later }).violations, []);
      });

      it("is undecided about a name that is not known yet", () => {
        assert.notEqual(verdict({ domainName: unknown }).undecided, undefined);
      });
    });
  }
});
