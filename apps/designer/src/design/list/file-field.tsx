import { Alert, FileInput, Text } from '@mantine/core';
import { IconFileTypography } from '@tabler/icons-react';
import { parseDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useState } from 'react';

const MEGABYTES = 16;

/** A saved flow from a file: read and judged here, before anything is sent. */
export function FileField({ onRead }: { onRead: (document: Record<string, unknown> | null) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const read = async (file: File | null) => {
    setProblem(null);
    setWords(null);
    onRead(null);
    if (file === null) return;
    if (file.size > MEGABYTES * 1024 * 1024) {
      setProblem(`This file is larger than ${MEGABYTES} MB.`);
      return;
    }
    const { document, problems, lifted } = parseDocument(await file.text(), catalogue);
    if (document === null) {
      const [first] = problems;
      setProblem(
        first === undefined ? 'This is not a flow.' : `${first.sentence}${first.field ? ` (at ${first.field})` : ''}`,
      );
      return;
    }
    const unknown = document.nodes.filter(({ type }) => !catalogue.has(type)).length;
    const more = [
      lifted.length > 0 ? 'it was brought to the newest shape' : null,
      unknown > 0 ? `${unknown} of unknown type, kept as they are` : null,
    ].filter((part) => part !== null);
    setWords(`${document.name}: ${document.nodes.length} nodes${more.length > 0 ? `; ${more.join('; ')}` : ''}.`);
    onRead({ ...document });
  };
  return (
    <div>
      <FileInput
        label="File"
        placeholder="flow.json"
        accept="application/json,.json"
        leftSection={<IconFileTypography size={16} aria-hidden />}
        clearable
        onChange={(file) => void read(file)}
      />
      {words !== null && (
        <Text fz="sm" c="dimmed" mt={6}>
          {words}
        </Text>
      )}
      {problem !== null && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {problem}
        </Alert>
      )}
    </div>
  );
}
