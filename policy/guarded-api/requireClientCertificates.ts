import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { matcher } from "../model/patterns.ts";

/** The stages of which the settings say so show a certificate to the backends that they call. */
export const requireClientCertificates: ResourceRule<{ stages: readonly string[] }> = {
  name: "require-client-certificates",
  description: "Stages in front of backends that ask for it show a client certificate.",
  why: "A backend outside of the VPC can't tell API Gateway's calls from anybody else's, unless they carry a certificate.",
  fix: "Set it to the id of a ClientCertificate.",
  settings: {
    stages: {
      description: "Names of such stages, in which * stands for any characters.",
      schema: { type: "array", items: { type: "string", minLength: 1 } },
      default: [],
    },
  },
  equivalents: ["CKV2_AWS_51", "api-gw-ssl-enabled"],
  types: ["aws:apigateway/stage:Stage"],

  *check(stage: ResourceView, { stages }): Iterable<Finding> {
    const property = "clientCertificateId";
    if (stages.length === 0 || stage.isSet(property)) return;
    if (!matcher(stages)(String(stage.valueAt("stageName")))) return;
    yield { exposed: "Backends can't tell who is calling them", property, value: undefined };
  },
};
