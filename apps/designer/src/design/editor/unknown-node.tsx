import { Alert, Code, Container, Stack, Text } from '@mantine/core';
import type { FlowNode } from '@throughline/flow';

/** A node of a type that is not known here: its settings are kept and shown as they are. */
export function UnknownNode({ node }: { node: FlowNode }) {
  return (
    <Container size={760} py="lg" w="100%" style={{ overflow: 'auto' }}>
      <Stack gap="md">
        <Alert color="red" variant="light" title={`There is no node type ${node.type} here`}>
          <Text fz="sm">
            It may come from a newer Throughline. Its settings are kept as they are. You can make it another type, or
            update Throughline.
          </Text>
        </Alert>
        <Code block tabIndex={0}>
          {JSON.stringify(node.config, null, 2)}
        </Code>
      </Stack>
    </Container>
  );
}
