import { toLogin } from './login';

/** What a call of the HTTP API came to. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly status: number }
  | { readonly ok: false; readonly status: number; readonly detail: string };

const TIMEOUT_MS = 10_000;

/** Calls the server's HTTP API. A 404 means that this server does not have it (yet); 0 that no server answered; a 401 leads to the login. */
export async function api<T>(path: string, method = 'GET', body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 401) toLogin();
    const json = await readJson(response);
    if (response.ok && json !== undefined) return { ok: true, value: json as T, status: response.status };
    return { ok: false, status: response.ok ? 404 : response.status, detail: detailOf(json, response.status) };
  } catch {
    return { ok: false, status: 0, detail: 'The server does not answer.' };
  }
}

const PAGE = 1000;

/** Reads all pages of a list, up to a limit of pages. The first may be asked for smaller, and `took` is handed each as it comes. */
export async function pages<T>(path: string, limit = 20, first = PAGE, took?: (items: readonly T[]) => void): Promise<Answer<T[]>> {
  const all: T[] = [];
  let next: string | undefined;
  let status = 200;
  for (let page = 0; page < limit; page++) {
    const answer = await api<{ items?: T[]; next?: string }>(`${path}?limit=${next ? `${PAGE}&cursor=${encodeURIComponent(next)}` : first}`);
    if (!answer.ok) return answer;
    status = answer.status;
    const items = answer.value.items ?? [];
    took?.(items);
    all.push(...items);
    next = answer.value.next;
    if (!next) break;
  }
  return { ok: true, value: all, status };
}

async function readJson(response: Response): Promise<unknown> {
  // A page in place of JSON is what a server gives that does not know the path.
  if (!/json/.test(response.headers.get('content-type') ?? '')) return undefined;
  try { return await response.json(); } catch { return undefined; }
}

function detailOf(json: unknown, status: number): string {
  const problem = json as { detail?: unknown; title?: unknown } | undefined;
  return typeof problem?.detail === 'string' ? problem.detail
    : typeof problem?.title === 'string' ? problem.title
    : `The server answered ${status}.`;
}
