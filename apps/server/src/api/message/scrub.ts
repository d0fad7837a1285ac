import { type ClassOf, dataClassOfHl7, scrubTree } from '@throughline/contracts';
import { csv, detect, FormatError, hl7v2, json } from '@throughline/formats';

interface Hl7 {
  segments: ({ id: string } & Record<string, unknown>)[];
}

/** A message as text with stand-ins for what is personal in it; null for what cannot be read, and so not be scrubbed. */
export function scrubBytes(bytes: Buffer, classOf: ClassOf): string | null {
  try {
    const text = (built: Uint8Array) => Buffer.from(built).toString('utf8');
    switch (detect(bytes)) {
      case 'json':
        return text(json.build(scrubTree(json.parse(bytes), classOf)));
      case 'csv':
        return text(csv.build(scrubTree(csv.parse(bytes), (path) => classOf(path.replace(/^\[\d+\]\.?/, '')))));
      case 'hl7v2':
        return text(hl7v2.build(scrubHl7(hl7v2.parse(bytes) as Hl7)));
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function scrubHl7({ segments, ...rest }: Hl7): unknown {
  return {
    ...rest,
    segments: segments.map((segment) =>
      Object.fromEntries(
        Object.entries(segment).map(([name, field]) => {
          if (!/^f?\d+$/.test(name)) return [name, field];
          const dataClass = dataClassOfHl7(segment.id, Number(name.replace('f', '')));
          return [name, scrubTree(field, () => dataClass)];
        }),
      ),
    ),
  };
}
