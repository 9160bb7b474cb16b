import type { Channel, Filter, Position } from './messages';

/** The query of `/live`, `/live/sse` and `/api/v1/latest` for one subscription. */
export function toQuery(channel: Channel | null, filter: Filter, since: Position | null, extra: Record<string, string> = {}): string {
  const query = new URLSearchParams();
  if (channel) query.append('channels', channel);
  for (const pattern of filter.agents ?? []) query.append('agent', pattern);
  for (const pattern of filter.metrics ?? []) query.append('metric', pattern);
  for (const pattern of filter.types ?? []) query.append('type', pattern);
  for (const [name, patterns] of Object.entries(filter.labels ?? {}))
    for (const pattern of patterns) query.append(`label.${name}`, pattern);
  if (since) query.append('since', `${since.epoch}:${since.offset}`);
  for (const [name, value] of Object.entries(extra)) query.append(name, value);
  return query.toString();
}
