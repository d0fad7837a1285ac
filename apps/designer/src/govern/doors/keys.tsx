import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Day } from '../parts/day.tsx';
import { useRight } from '../parts/rights.ts';
import { isGood } from './clients.tsx';
import { EndKey } from './end-key.tsx';
import { FreshKey, type NewKey } from './fresh-key.tsx';
import { MakeKey } from './make-key.tsx';
import type { Client, Key } from './queries.ts';
import { kindWords } from './words.ts';

/** A client's keys: what is good, since when, until when; never what they are. */
export function Keys({ client, environment }: { client: Client; environment: string }) {
  const queries = useQueryClient();
  const mayManage = useRight('door.manage');
  const [isMaking, setMaking] = useState(false);
  const [fresh, setFresh] = useState<NewKey | null>(null);
  const [ending, setEnding] = useState<{ key: Key; by: 'revoke' | 'rotate' } | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['doors', environment] });
  const made = (key: NewKey) => {
    setFresh(key.secret === null ? null : key);
    setMaking(false);
    setEnding(null);
    void again();
  };
  return (
    <Stack gap="sm">
      {fresh !== null && <FreshKey fresh={fresh} onClose={() => setFresh(null)} />}
      {client.keys.length === 0 ? (
        <Text fz="sm" c="dimmed">
          No key yet. An API key is sent as it is; a signing key never is; a catalogue key only reads what is open to
          this client.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={760} type="native" tabIndex={0} aria-label="Keys">
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Kind</Table.Th>
                <Table.Th>Known by</Table.Th>
                <Table.Th>Made</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th>Until</Table.Th>
                <Table.Th aria-label="What to do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {client.keys.map((key) => (
                <KeyRow key={key.id} row={key} mayManage={mayManage} onEnd={(by) => setEnding({ key, by })} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {mayManage && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'start' }}
          onClick={() => setMaking(true)}
        >
          New key
        </Button>
      )}
      {isMaking && <MakeKey client={client} onMade={made} onClose={() => setMaking(false)} />}
      {ending !== null && (
        <EndKey
          client={client}
          row={ending.key}
          by={ending.by}
          revoke={() => ask(api.clients[':id'].keys[':key'].$delete({ param: { id: client.id, key: ending.key.id } }))}
          onMade={made}
          onRevoked={() => {
            setEnding(null);
            void again();
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </Stack>
  );
}

interface KeyRowProps {
  row: Key;
  mayManage: boolean;
  onEnd: (by: 'revoke' | 'rotate') => void;
}

function KeyRow({ row, mayManage, onEnd }: KeyRowProps) {
  const good = isGood(row);
  const isOurs = row.kind !== 'token' && row.kind !== 'certificate';
  return (
    <Table.Tr>
      <Table.Td>{kindWords[row.kind]}</Table.Td>
      <Table.Td>
        <Text fz="sm" ff="monospace" maw={260} style={{ overflowWrap: 'anywhere' }}>
          {row.hint}
          {isOurs && row.kind !== 'signature' && '…'}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text fz="sm">
          <Instant at={row.madeAt} />, {row.madeBy}
        </Text>
      </Table.Td>
      <Table.Td>{row.lastUsedAt === null ? 'Never' : <Instant at={row.lastUsedAt} />}</Table.Td>
      <Table.Td>
        {good ? (
          row.expiresAt === null ? (
            'Revoked by hand'
          ) : (
            <Day at={row.expiresAt} />
          )
        ) : (
          <Badge color="gray" variant="light" tt="none" c="var(--mantine-color-text)">
            {row.revokedAt === null ? 'Over' : 'Revoked'}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        {good && mayManage && (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            {isOurs && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Rotate ${row.hint}`}
                onClick={() => onEnd('rotate')}
              >
                Rotate
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Revoke ${row.hint}`}
              onClick={() => onEnd('revoke')}
            >
              Revoke
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
