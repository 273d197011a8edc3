import { GetSigningCertificateCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { selfSigned } from "../../../../../selfSigned.ts";
import type { AwsEndpoint } from "../../../../endpoint.ts";
import { type Parsed, samlify, type Tags } from "./samlify.ts";

const { post, redirect } = samlify.Constants.namespace.binding;
const mail = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

/** How the provider responds. */
export interface SamlifySettings {
  readonly signs?: "Assertion" | "Response" | "both";
  /** The pool's certificate to encrypt for, and whether the response is signed after that. */
  readonly encryption?: { readonly certificate: string; readonly isSignedLast?: boolean };
}

// Its messages are compared with what is expected of them, not with the schema.
samlify.setSchemaValidator({ validate: async () => "not validated" });

/**
 * A SAML provider as published (`samlify`), with RSA-SHA256, which signs `user` in without asking. It refuses requests that the
 * user pool has not signed.
 */
export class SamlifyProvider {
  readonly url: string;
  user = { id: "ann", email: "ann@example.com" };
  settings: SamlifySettings = {};
  /** Changes what the next responses say. */
  lie: Tags = {};
  /** Of the users who are signed in here, by session. */
  readonly sessions = new Map<string, string>();
  readonly #server: Server;
  readonly #keys = selfSigned("provider", 1, [], "rsa");
  /** Where the user pool is, and how it signs. */
  #pool = { userPoolId: "", url: "", certificate: "" };

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<SamlifyProvider> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const own = new SamlifyProvider(server);
    server.on("request", (request: IncomingMessage, response) => {
      own.#serve(request).then(
        (page) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page),
        (error: Error) => response.writeHead(400).end(String(error.message ?? error)),
      );
    });
    return own;
  }

  /** Registers the user pool, whose endpoints are at `url`. */
  async register(
    { cognito }: AwsEndpoint,
    UserPoolId: string,
    url: string,
    certificate?: string,
  ): Promise<void> {
    const own = await cognito.send(new GetSigningCertificateCommand({ UserPoolId }));
    this.#pool = { userPoolId: UserPoolId, url, certificate: certificate ?? own.Certificate! };
  }

  get metadata(): string {
    return this.#idp().getMetadata();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  /** The form of a sign-in that begins here. @param relayState - names the app */
  async begin(relayState: string): Promise<Record<string, string>> {
    return this.#respond({ InResponseTo: null, ...this.lie }, relayState);
  }

  async #serve(request: IncomingMessage): Promise<string> {
    await text(request);
    const { pathname, search, searchParams } = new URL(request.url!, this.url);
    if (pathname === "/metadata") return this.metadata;
    const relayState = searchParams.get("RelayState")!;
    if (pathname === "/portal") {
      return formTo(`${this.#pool.url}/saml2/idpresponse`, await this.begin(relayState));
    }
    const signed = search.slice(1).split("&Signature=")[0]!;
    const received = { query: Object.fromEntries(searchParams), octetString: signed };
    if (pathname === "/slo") return this.#signOut(received, relayState);
    const { extract } = await this.#idp().parseLoginRequest(this.#sp(), "redirect", received);
    const changes = { InResponseTo: extract.request!.id, ...this.lie };
    const fields = await this.#respond(changes, relayState);
    return formTo(`${this.#pool.url}/saml2/idpresponse`, fields);
  }

  async #signOut(received: object, relayState: string): Promise<string> {
    const [idp, sp] = [this.#idp(), this.#sp()];
    const parsed = await idp.parseLogoutRequest(sp, "redirect", received);
    const { nameID, sessionIndex } = parsed.extract;
    assert.equal(this.sessions.get(sessionIndex!), nameID, "no such session");
    this.sessions.delete(sessionIndex!);
    const { context } = idp.createLogoutResponse(sp, parsed, "post", {
      relayState,
      ...(Object.keys(this.lie).length > 0 && {
        customTagReplacement: (template: string) => this.#fill(template, parsed),
      }),
    });
    const url = `${this.#pool.url}/saml2/logout`;
    return formTo(url, { SAMLResponse: context, RelayState: relayState });
  }

  #fill(template: string, { extract }: Parsed) {
    const tags = {
      ID: `_${randomUUID()}`,
      Destination: `${this.#pool.url}/saml2/logout`,
      Issuer: this.url,
      IssueInstant: new Date().toISOString(),
      StatusCode: samlify.Constants.StatusCode.Success,
      InResponseTo: extract.request!.id,
      ...this.lie,
    };
    return { id: tags.ID, context: samlify.SamlLib.replaceTagsByValue(template, tags) };
  }

  async #respond(changes: Tags, relayState: string): Promise<Record<string, string>> {
    const session = randomUUID();
    this.sessions.set(session, this.user.id);
    const { context } = await this.#idp().createLoginResponse(
      this.#sp(),
      { extract: {} },
      "post",
      {},
      {
        relayState,
        encryptThenSign: this.settings.encryption?.isSignedLast ?? false,
        customTagReplacement: (template) => {
          const tags = { ...this.#tags(session), ...changes };
          return { id: tags["ID"]!, context: samlify.SamlLib.replaceTagsByValue(template, tags) };
        },
      },
    );
    return { SAMLResponse: context, RelayState: relayState };
  }

  #tags(session: string): Tags {
    const acs = `${this.#pool.url}/saml2/idpresponse`;
    const until = new Date(Date.now() + 300_000).toISOString();
    return {
      ID: `_${randomUUID()}`,
      AssertionID: `_${randomUUID()}`,
      Issuer: this.url,
      IssueInstant: new Date().toISOString(),
      Destination: acs,
      SubjectRecipient: acs,
      Audience: this.#entityId,
      StatusCode: samlify.Constants.StatusCode.Success,
      NameIDFormat: samlify.Constants.namespace.format.persistent,
      NameID: this.user.id,
      ConditionsNotBefore: new Date(Date.now() - 1000).toISOString(),
      ConditionsNotOnOrAfter: until,
      SubjectConfirmationDataNotOnOrAfter: until,
      SessionIndex: session,
      attrMail: this.user.email,
    };
  }

  get #entityId(): string {
    return `urn:amazon:cognito:sp:${this.#pool.userPoolId}`;
  }

  #idp() {
    const statement =
      '<saml:AuthnStatement AuthnInstant="{IssueInstant}" SessionIndex="{SessionIndex}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>';
    const template = samlify.SamlLib.defaultLoginResponseTemplate;
    return samlify.IdentityProvider({
      entityID: this.url,
      privateKey: this.#keys.privateKey,
      signingCert: this.#keys.certificate,
      wantAuthnRequestsSigned: true,
      wantLogoutRequestSigned: true,
      isAssertionEncrypted: this.settings.encryption !== undefined,
      singleSignOnService: [{ Binding: redirect, Location: `${this.url}/sso` }],
      singleLogoutService: [{ Binding: redirect, Location: `${this.url}/slo` }],
      loginResponseTemplate: {
        ...template,
        context: template.context.replace("{AuthnStatement}", statement),
        attributes: [
          {
            name: mail,
            nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
            valueTag: "mail",
            valueXsiType: "xs:string",
          },
        ],
      },
    });
  }

  #sp() {
    const { signs = "Assertion", encryption } = this.settings;
    return samlify.ServiceProvider({
      entityID: this.#entityId,
      authnRequestsSigned: true,
      wantAssertionsSigned: signs !== "Response",
      wantMessageSigned: signs !== "Assertion",
      wantLogoutResponseSigned: true,
      signingCert: this.#pool.certificate,
      ...(encryption && { encryptCert: encryption.certificate }),
      assertionConsumerService: [
        { Binding: post, Location: `${this.#pool.url}/saml2/idpresponse` },
      ],
      singleLogoutService: [{ Binding: post, Location: `${this.#pool.url}/saml2/logout` }],
    });
  }
}

/** A page that sends a form by itself. */
const formTo = (url: string, fields: Record<string, string>): string => {
  const inputs = Object.entries(fields).map(
    ([name, value]) =>
      `<input type="hidden" name="${name}" value="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`,
  );
  return `<!DOCTYPE html><title>Provider</title><body onload="document.forms[0].submit()"><form method="post" action="${url}">${inputs.join("")}</form>`;
};
