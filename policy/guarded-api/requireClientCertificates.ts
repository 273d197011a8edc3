import type { Finding, ResourceRule } from "../rule.ts";
import { matcher } from "../model/patterns.ts";

/** The configured stages present a client certificate to their backends. */
export const requireClientCertificates: ResourceRule<{ stages: readonly string[] }> = {
  name: "require-client-certificates",
  description: "Stages in front of backends that require it send a client certificate.",
  why: "Without a certificate, a backend outside the VPC cannot distinguish API Gateway's requests from others.",
  fix: "Set clientCertificateId to the id of a ClientCertificate.",
  settings: {
    stages: {
      description: "Names of stages that must send a client certificate; * matches any characters.",
      schema: { type: "array", items: { type: "string", minLength: 1 } },
      default: [],
    },
  },
  equivalents: ["CKV2_AWS_51", "api-gw-ssl-enabled"],
  types: ["aws:apigateway/stage:Stage"],

  *check(stage, { stages }): Iterable<Finding> {
    const property = "clientCertificateId";
    if (stages.length === 0 || stage.isSet(property)) return;
    if (!matcher(stages)(String(stage.valueAt("stageName")))) return;
    yield {
      exposed: "Backends cannot verify that API Gateway is calling",
      property,
      value: undefined,
    };
  },
};
