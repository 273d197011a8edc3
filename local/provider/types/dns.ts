import { createHash } from "node:crypto";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  digits,
  InputError,
  required,
  type ResourceKinds,
  uuid,
} from "../kind.ts";

/** Route 53 and the certificates that it validates. The local edge reads records and health checks. */
export const dnsKinds: ResourceKinds = {
  "aws:route53/zone:Zone": {
    autoname: "name",
    create: (request) => {
      const id = `Z${digits(request, 20).toUpperCase()}`;
      const nameServers = [0, 1, 2, 3].map((n) => `ns-${n}.awsdns-0${n}.${topLevels[n]}`);
      return {
        id,
        outputs: {
          zoneId: id,
          arn: `arn:aws:route53:::hostedzone/${id}`,
          nameServers,
          primaryNameServer: nameServers[0],
        },
      };
    },
  },
  "aws:route53/record:Record": {
    create: (request) => {
      requireIdentifier(request.inputs);
      return { id: recordId(request), outputs: { fqdn: nameOf(request) } };
    },
    isLocal: true,
    update: async ({ inputs }) => requireIdentifier(inputs),
  },
  "aws:route53/healthCheck:HealthCheck": {
    create: (request) => {
      const id = uuid(request);
      return { id, outputs: { arn: `arn:aws:route53:::healthcheck/${id}` } };
    },
  },
  "aws:acm/certificate:Certificate": {
    create: (request) => {
      const id = arn(request, "acm", `certificate/${uuid(request)}`);
      return { id, outputs: { arn: id, ...validationOf(request) } };
    },
  },
  // AWS's provider waits here until ACM has seen the records.
  "aws:acm/certificateValidation:CertificateValidation": {
    create: (request) => ({ id: required(request, "certificateArn"), outputs: {} }),
  },
};

const topLevels = ["com", "org", "net", "co.uk"];

/** Route 53 refuses records with a routing policy and no identifier. */
function requireIdentifier(inputs: Properties): void {
  const policy = Object.keys(inputs).find((name) => /RoutingPolic(?:y|ies)$/i.test(name));
  if (policy === undefined || inputs["setIdentifier"]) return;
  throw new InputError(`setIdentifier is missing. A record with ${policy} needs one.`);
}

/** A record's name; an empty one means that of the zone, which is not known here. */
function nameOf(request: CreateRequest): string {
  const { name } = request.inputs;
  return name === "" ? "" : required(request, "name");
}

/** Source: Pulumi Registry, "aws.route53.Record", section "Import". */
function recordId(request: CreateRequest): string {
  const { setIdentifier } = request.inputs;
  const name = nameOf(request).toLowerCase().replace(/\.$/, "");
  const parts = [required(request, "zoneId"), name, required(request, "type")];
  return [...parts, ...(setIdentifier ? [String(setIdentifier)] : [])].join("_");
}

/**
 * The records that prove to ACM who owns the names. A name has the same record in all certificates of an
 * account, in every region. Source: ACM User Guide, "DNS validation".
 */
function validationOf({ inputs, context }: CreateRequest): Properties {
  const { domainName, subjectAlternativeNames = [] } = inputs;
  if (typeof domainName !== "string") return { type: "IMPORTED", status: "ISSUED" };
  const names = new Set([domainName, ...(subjectAlternativeNames as string[])]);
  const options = [...names].map((name) => {
    // A wildcard has the record of the name that it covers.
    const owned = name.replace(/^\*\./, "");
    const hash = createHash("sha256").update(`${context.accountId}\0${owned}`).digest("hex");
    return {
      domainName: name,
      resourceRecordName: `_${hash.slice(0, 32)}.${owned}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${hash.slice(32)}.${hash.slice(0, 10)}.acm-validations.aws.`,
    };
  });
  return {
    type: "AMAZON_ISSUED",
    status: "PENDING_VALIDATION",
    subjectAlternativeNames: [...names],
    domainValidationOptions: inputs["validationMethod"] === "DNS" ? options : [],
  };
}
