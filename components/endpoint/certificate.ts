import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as defaults from "./defaults.ts";

/** A host name of the endpoint. */
export interface Host {
  readonly host: string;
  /** Whether other regions' stacks have the same host. */
  readonly isShared: boolean;
}

/**
 * One certificate for all of a region's hosts, with the records by which ACM validates and renews it.
 *
 * ACM asks for the same record in every region: it depends on the name and the account alone. So each
 * region's stack writes the record of a shared name (`allowOverwrite`), whatever stack was first, with
 * the same content. And no stack deletes it (`retainOnDelete`): the other regions' certificates could
 * not be renewed without it. The last stack leaves it behind, where it does no harm: it proves only that
 * this account may have certificates for the name. A stack that owned the record alone would have to
 * come first and go last.
 * Source: AWS Certificate Manager User Guide, "AWS Certificate Manager DNS validation".
 *
 * @param hosts - the first becomes the certificate's subject
 * @param region - of the certificate @default the stack's
 * @returns the certificate's ARN, known once it is valid
 */
export function createCertificate(
  name: string,
  zoneId: pulumi.Input<string>,
  hosts: readonly Host[],
  opts: pulumi.CustomResourceOptions,
  region?: string,
): pulumi.Output<string> {
  const place = region === undefined ? {} : { region };
  const [first, ...others] = hosts.map(({ host }) => host);
  const certificate = new aws.acm.Certificate(
    name,
    { ...place, domainName: first!, subjectAlternativeNames: others, validationMethod: "DNS" },
    opts,
  );
  const records = hosts.map((host) => createRecord(name, zoneId, host, certificate, opts));
  const validation = new aws.acm.CertificateValidation(
    name,
    {
      ...place,
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
    },
    opts,
  );
  return validation.certificateArn;
}

function createRecord(
  name: string,
  zoneId: pulumi.Input<string>,
  { host, isShared }: Host,
  { domainValidationOptions }: aws.acm.Certificate,
  opts: pulumi.CustomResourceOptions,
): aws.route53.Record {
  const wanted = pulumi
    .output(domainValidationOptions)
    .apply((options) => options.find(({ domainName }) => domainName === host)!);
  return new aws.route53.Record(
    `${name}-${host}-validation`,
    {
      zoneId,
      name: wanted.resourceRecordName,
      type: wanted.resourceRecordType,
      records: [wanted.resourceRecordValue],
      ttl: defaults.validationTtlSeconds,
      ...(isShared && { allowOverwrite: true }),
    },
    pulumi.mergeOptions(opts, { retainOnDelete: isShared }),
  );
}
