import type { Exchange } from "../exchange/exchange.ts";

/**
 * Checks a request whose body has been read.
 *
 * @throws GatewayError BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY
 */
export type Validate = (exchange: Exchange) => void;
