import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../../shared/errors.ts";

/**
 * Certificates by which outside endpoints can tell the API's calls. They live for a year. To change
 * one without a gap: list a second, give its PEM to the endpoints, make it active, remove the first.
 *
 * @example
 * { names: ["2026", "2027"], active: "2027" }
 */
export interface ClientCertificatesArgs {
  /** A certificate each. */
  names: string[];
  /** The one that is shown. */
  active: string;
}

/** @throws ComponentArgumentError when the active one is not listed, or one is listed twice */
export function checkClientCertificates(
  component: string,
  { names, active }: ClientCertificatesArgs,
): void {
  const wrong = names.find((name, index) => !/^[\w-]+$/.test(name) || names.indexOf(name) < index);
  if (wrong !== undefined) {
    throw new ComponentArgumentError({
      component,
      argument: "clientCertificates.names",
      given: wrong,
      allowed: "letters, digits, _ and -, each name once",
      fix: 'Name them by their year, such as "2026".',
    });
  }
  if (!names.includes(active)) {
    throw new ComponentArgumentError({
      component,
      argument: "clientCertificates.active",
      given: active,
      allowed: names.join(", "),
      fix: "Name the certificate that is to be shown.",
    });
  }
}

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
