import { Alert, SegmentedControl, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api.ts';
import classes from './list.module.css';

/** What of a description a flow is begun around. */
export interface FromApi {
  text: string;
  operation: { method: string; path: string } | null;
  direction: 'send' | 'receive';
}

/** An OpenAPI description, one of its operations, and on which side of it we stand. */
export function OpenApiFields({ value, onChange }: { value: FromApi; onChange: (value: FromApi) => void }) {
  const { text, operation, direction } = value;
  const read = useQuery({
    queryKey: ['openapi', text],
    queryFn: () => ask(api.openapi.operations.$post({ json: { text } })),
    enabled: text.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const found = read.data?.operations ?? [];
  const key = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
  return (
    <Stack gap="sm">
      <Textarea
        label="OpenAPI description"
        description="JSON or YAML, version 3."
        minRows={4}
        maxRows={10}
        autosize
        classNames={{ input: classes.mono }}
        value={text}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value, operation: null })}
      />
      {read.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {read.error.message}
        </Alert>
      )}
      <Select
        label="Operation"
        searchable
        disabled={found.length === 0}
        data={found.map((one) => ({ value: key(one), label: `${key(one)}${one.summary ? `, ${one.summary}` : ''}` }))}
        value={operation === null ? null : key(operation)}
        onChange={(wanted) => {
          const one = found.find((other) => key(other) === wanted);
          onChange({ ...value, operation: one === undefined ? null : { method: one.method, path: one.path } });
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="Which side of it"
        value={direction}
        onChange={(side) => onChange({ ...value, direction: side === 'receive' ? 'receive' : 'send' })}
        data={[
          { value: 'send', label: 'The flow calls it' },
          { value: 'receive', label: 'The flow takes its calls' },
        ]}
      />
    </Stack>
  );
}
