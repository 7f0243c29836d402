/** An event as it came over a stream. */
export interface StreamedEvent {
  readonly id: string;
  /** `message` unless it has a name. */
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** A stream of server-sent events that is being read. */
export interface EventReader {
  readonly status: number;
  readonly headers: Headers;
  readonly events: StreamedEvent[];
  /** Id to resume with; also a heartbeat sets it. */
  readonly lastId: string | undefined;
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a stream and reads it as a browser would. */
export async function readEvents(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
  const end = new AbortController();
  const response = await fetch(url, { headers, signal: end.signal });
  const events: StreamedEvent[] = [];
  let lastId: string | undefined;
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const { id, event, data } = toFields(block);
        lastId = id ?? lastId;
        if (data !== undefined) {
          events.push({ id: lastId ?? '', name: event ?? 'message', data: JSON.parse(data) as Record<string, unknown> });
        }
      }
    }
  };
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    headers: response.headers,
    events,
    get lastId() {
      return lastId;
    },
    ended,
    close: () => {
      end.abort();
    },
  };
}

function toFields(block: string): Readonly<Record<string, string | undefined>> {
  const lines = block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return Object.fromEntries(lines) as Record<string, string>;
}
