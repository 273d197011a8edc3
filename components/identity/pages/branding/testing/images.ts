/** Beginnings of image files of each kind. */
export const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
export const jpeg = Buffer.from("ffd8ffe000104a46494600010100", "hex");
export const ico = Buffer.from("000001000100101000000100", "hex");
export const webp = Buffer.from("RIFF\x0c\0\0\0WEBPVP8 ", "latin1");

export const svg = (content = ""): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${content}</svg>`;
