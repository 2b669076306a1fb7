/** Where a broker is, as options of the `mqtt` package. */
export interface BrokerAddress {
  readonly protocol: "mqtt" | "mqtts";
  readonly host: string;
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
}

/** Takes an address in text apart: the package itself would by a call that Node warns of. */
export function brokerAddress(url: string): BrokerAddress {
  const { protocol, hostname, port, username, password } = new URL(url);
  return {
    protocol: protocol === "mqtts:" ? "mqtts" : "mqtt",
    host: hostname.replace(/^\[|\]$/g, ""),
    ...(port !== "" && { port: Number(port) }),
    ...(username !== "" && { username: decodeURIComponent(username) }),
    ...(password !== "" && { password: decodeURIComponent(password) }),
  };
}
