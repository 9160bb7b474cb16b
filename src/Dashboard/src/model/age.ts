/** What is known of the way of an agent's newest value to the screen; times in milliseconds, NaN where unknown. */
export interface Journey {
  /** The value's own time, on the server's clock. */
  readonly takenAt: number;
  /** When it arrived here, on the server's clock. */
  readonly arrivedAt: number;
  /** Agent to server and back. */
  readonly agentTripMs: number;
  /** Server to browser and back. */
  readonly browserTripMs: number;
  /** From the server's receipt to the arrival here. */
  readonly deliveryMs: number;
  /** From the server's receipt to the screen. */
  readonly paintMs: number;
}

export interface AgeParts { collect: number; network: number; server: number; browser: number }

/** Splits the age of a value on the screen: until the agent had sent it, on the networks, in the server, in this browser. NaN where unknown. */
export function splitAge(way: Journey): AgeParts {
  const toServer = way.agentTripMs / 2;
  const toBrowser = way.browserTripMs / 2;
  return {
    collect: atLeast0(way.arrivedAt - way.deliveryMs - toServer - way.takenAt),
    network: atLeast0(toServer + toBrowser),
    server: atLeast0(way.deliveryMs - toBrowser),
    browser: atLeast0(way.paintMs - way.deliveryMs),
  };
}

// Clocks are known to half a round trip, so a short part may come out below nothing. NaN stays NaN.
function atLeast0(ms: number): number { return ms < 0 ? 0 : ms; }
