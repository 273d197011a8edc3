import { type KeyLike, type KeyObject, sign, verify, type X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";

const ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

/** A SAML response before it is signed, as the provider would send it. */
export interface SamlResponse {
  nameId: string;
  attributes: Record<string, readonly string[]>;
  issuer: string;
  audience: string;
  recipient: string;
  inResponseTo: string;
  issuedAt: Date;
  endsAt: Date;
  status: string;
  signs: "Assertion" | "Response" | "nothing";
  key: KeyObject;
  /** A secret to sign with instead. */
  hmac: string | undefined;
  digest: string;
  /** Changes the response after it was signed. */
  change: (xml: string) => string;
}

/** A SAML provider that signs in without asking; `lie` changes its response. Signatures are those of `xml-crypto`. */
export class SamlProvider {
  readonly url: string;
  lie: Partial<SamlResponse> = {};
  readonly #server: Server;
  readonly #key: KeyObject;
  readonly #certificate: X509Certificate;

  private constructor(server: Server, key: KeyObject, certificate: X509Certificate) {
    this.#server = server;
    this.#key = key;
    this.#certificate = certificate;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(key: KeyObject, certificate: X509Certificate): Promise<SamlProvider> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const own = new SamlProvider(server, key, certificate);
    server.on("request", (request, response) => {
      const url = new URL(request.url!, own.url);
      if (url.pathname === "/metadata") response.end(own.metadata);
      else response.end(own.#page(url.searchParams));
    });
    return own;
  }

  get metadata(): string {
    return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${this.url}">
      <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
          <ds:X509Certificate>${this.#certificate.raw.toString("base64")}</ds:X509Certificate>
        </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${this.url}/sso"/>
      </md:IDPSSODescriptor></md:EntityDescriptor>`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  /** A page that sends the response by itself. */
  #page(query: URLSearchParams): string {
    const request = inflateRawSync(Buffer.from(query.get("SAMLRequest")!, "base64")).toString();
    const read = (pattern: RegExp) => pattern.exec(request)![1]!;
    const acs = read(/AssertionConsumerServiceURL="([^"]*)"/);
    const response: SamlResponse = {
      nameId: "ann",
      attributes: {},
      issuer: this.url,
      audience: read(/<saml:Issuer[^>]*>([^<]*)</),
      recipient: acs,
      inResponseTo: read(/ ID="([^"]*)"/),
      issuedAt: new Date(Date.now() - 1000),
      endsAt: new Date(Date.now() + 300_000),
      status: "urn:oasis:names:tc:SAML:2.0:status:Success",
      signs: "Assertion",
      key: this.#key,
      hmac: undefined,
      digest: "http://www.w3.org/2001/04/xmlenc#sha256",
      change: (xml) => xml,
      ...this.lie,
    };
    const xml = response.change(signedXml(response, textOf(response)));
    return `<body onload="document.forms[0].submit()"><form method="post" action="${acs}">
      <input type="hidden" name="SAMLResponse" value="${Buffer.from(xml).toString("base64")}">
      <input type="hidden" name="RelayState" value="${query.get("RelayState")}"></form>`;
  }
}

const textOf = (response: SamlResponse): string => {
  const [from, until] = [response.issuedAt.toISOString(), response.endsAt.toISOString()];
  const attributes = Object.entries(response.attributes).map(([name, values]) => {
    const texts = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`);
    return `<saml:Attribute Name="${name}">${texts.join("")}</saml:Attribute>`;
  });
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="${from}" Destination="${response.recipient}" InResponseTo="${response.inResponseTo}"><saml:Issuer>${response.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${response.status}"/></samlp:Status><saml:Assertion ID="_assertion" Version="2.0" IssueInstant="${from}"><saml:Issuer>${response.issuer}</saml:Issuer><saml:Subject><saml:NameID>${response.nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${response.recipient}" InResponseTo="${response.inResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${response.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${from}"/><saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
};

function signedXml({ signs, key, hmac, digest }: SamlResponse, xml: string): string {
  if (signs === "nothing") return xml;
  const signer = new SignedXml({
    privateKey: hmac ?? key.export({ type: "pkcs8", format: "pem" }),
    signatureAlgorithm: hmac === undefined ? ecdsa : "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  if (hmac !== undefined) signer.enableHMAC();
  signer.SignatureAlgorithms[ecdsa] = EcdsaSha256;
  signer.addReference({
    xpath: `//*[local-name(.)='${signs}']`,
    transforms: [
      "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
      "http://www.w3.org/2001/10/xml-exc-c14n#",
    ],
    digestAlgorithm: digest,
  });
  const place = `//*[local-name(.)='${signs}']/*[local-name(.)='Issuer']`;
  signer.computeSignature(xml, { location: { reference: place, action: "after" } });
  return signer.getSignedXml();
}

/** Whether the first signature of a document is valid for an element anywhere in it, as a careless reader would check. */
export function hasValidSignature(xml: string, { publicKey }: X509Certificate): boolean {
  const publicCert = publicKey.export({ type: "spki", format: "pem" });
  const reader = new SignedXml({ publicCert });
  reader.SignatureAlgorithms[ecdsa] = EcdsaSha256;
  reader.loadSignature(/<Signature.*<\/Signature>/s.exec(xml)![0]);
  return reader.checkSignature(xml);
}

/** Not among those of `xml-crypto`. Source: RFC 6931, 2.3.6. */
class EcdsaSha256 {
  getSignature = (signed: unknown, privateKey: KeyLike): string =>
    sign("sha256", Buffer.from(signed as string), {
      key: privateKey as string,
      dsaEncoding: "ieee-p1363",
    }).toString("base64");
  verifySignature = (signed: string, key: string, signature: string): boolean =>
    verify(
      "sha256",
      Buffer.from(signed),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64"),
    );
  getAlgorithmName = (): string => ecdsa;
}
