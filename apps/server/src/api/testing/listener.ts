/** A page that listens to server-sent events. */
export interface Listener {
  /** The next event of this name; those of other names before it are let go. Throws after `ms`. */
  next(event: string, ms?: number): Promise<{ id: string | undefined; data: never }>;
  /** Whether the stream ended by itself within `ms`. */
  ended(ms: number): Promise<boolean>;
  close(): Promise<void>;
}

interface Heard {
  event: string;
  id: string | undefined;
  data: never;
}

export function listenTo(answer: Response): Listener {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const heard: Heard[] = [];
  let wake = () => {};
  let isOver = false;
  const reading = (async () => {
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      heard.push(...blocks.flatMap(eventOf));
      wake();
    }
  })()
    .catch(() => {})
    .finally(() => {
      isOver = true;
      wake();
    });

  const until = async (found: () => boolean, ms: number) => {
    const end = Date.now() + ms;
    while (!found() && !isOver && Date.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  return {
    async next(event, ms = 5_000) {
      await until(() => heard.some((one) => one.event === event), ms);
      const at = heard.findIndex((one) => one.event === event);
      if (at === -1) throw new Error(`no ${event} within ${ms} ms`);
      return heard.splice(0, at + 1).at(-1)!;
    },
    async ended(ms) {
      await until(() => isOver, ms);
      return isOver;
    },
    async close() {
      await reader.cancel();
      await reading;
    },
  };
}

function eventOf(block: string): Heard[] {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const event = field('event');
  return event === undefined ? [] : [{ event, id: field('id'), data: JSON.parse(field('data')!) as never }];
}
