/** What a client does about a close code (docs/live.md, "Endings"). */
export type Advice = 'resume' | 'backoff' | 'renew' | 'stop';

/** The advice that a close code carries. 40xx means come back, 45xx means do not; what is unknown is treated like a cut. */
export function adviceFor(code: number): Advice {
  switch (code) {
    case 1002:
    case 1003:
    case 1007:
    case 1009: return 'stop';
    case 1011:
    case 1013: return 'backoff';
    case 4002: return 'renew';
    default: return code >= 4500 && code <= 4999 ? 'stop' : 'resume';
  }
}
