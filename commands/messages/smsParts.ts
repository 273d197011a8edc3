/**
 * How many parts a text message is billed as: 160 characters of the GSM alphabet, or 153 each of several; 70 or 67
 * if it has any other character.
 *
 * Source: Amazon SNS Developer Guide, "Publishing an SMS message to a mobile phone".
 */
export function smsParts(text: string): number {
  const isGsm = [...text].every((character) => (basic + extended).includes(character));
  const length = isGsm
    ? [...text].reduce((sum, each) => sum + (extended.includes(each) ? 2 : 1), 0)
    : text.length;
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / several);
}

/** Source: 3GPP TS 23.038, "GSM 7 bit Default Alphabet". */
const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Each takes the place of two. */
const extended = "^{}\\[~]|€";
