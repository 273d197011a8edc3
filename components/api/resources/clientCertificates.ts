import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { listOf, options, required, text } from "../../shared/options.ts";

/**
 * Certificates by which outside endpoints can identify the API's calls. They are valid for a year. To
 * rotate one without a gap: add a second, give its PEM to the endpoints, make it active, remove the
 * first.
 *
 * @example
 * { names: ["2026", "2027"], active: "2027" }
 */
export interface ClientCertificatesArgs {
  /** Names of the certificates to create. */
  names: string[];
  /** Name of the certificate to present. */
  active: string;
}

export const clientCertificatesRule = options<ClientCertificatesArgs>(
  {
    names: required(
      listOf(
        text(/^[\w-]+$/, "letters, digits, _ and -", 'Name them by their year, such as "2026".'),
        { distinct: true, allowed: "a list of different names" },
      ),
    ),
    active: required(text()),
  },
  ({ names, active }) =>
    names.includes(active)
      ? []
      : [{ argument: "active", given: active, allowed: `one of the names: ${names.join(", ")}` }],
);

/** The certificates by their names. */
export const createClientCertificates = (
  name: string,
  args: ClientCertificatesArgs | undefined,
  opts: pulumi.CustomResourceOptions,
): Record<string, aws.apigateway.ClientCertificate> =>
  Object.fromEntries(
    (args?.names ?? []).map((certificate) => [
      certificate,
      new aws.apigateway.ClientCertificate(
        `${name}-client-${certificate}`,
        { description: `Shown by ${name} to outside endpoints (${certificate})` },
        opts,
      ),
    ]),
  );
