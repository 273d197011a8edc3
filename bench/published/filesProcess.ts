// A region with the ways to the files, in a separate process, served as by `npm start`.
import { RegionalPlatform } from "../../components/region/index.ts";
import { freePort } from "../../local/process/freePort.ts";
import { mostPerAddress, roomyLimit } from "../gateway/definitions.ts";
import { regionArgs, startRegion, withAddress } from "../gateway/startRegion.ts";
import { filesPlatform, outsideUrl } from "./definition.ts";

const directPort = await freePort();
const direct = `http://127.0.0.1:${directPort}`;
const { urlOf } = await startRegion(
  async () => {
    new RegionalPlatform("files", {
      ...regionArgs,
      definition: filesPlatform(directPort),
      throttle: roomyLimit,
      requestsPerAddress: mostPerAddress,
    });
    return {};
  },
  (resource) => withAddress(resource, outsideUrl, direct),
);
process.send!({ api: urlOf("files"), direct });
