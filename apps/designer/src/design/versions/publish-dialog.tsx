import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { diff, isUnchanged, type Problem } from '@throughline/flow';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { meQuery } from '../../frame/session.ts';
import { tell } from '../actions/tell.ts';
import { versionQuery, versionsQuery } from '../flow/queries.ts';
import { ProblemList } from '../panels/problems.tsx';
import { documentStore, openDocument, useDocument } from '../store/document.ts';
import { showDialog, useView } from '../store/view.ts';
import { HouseRules } from './house-rules.tsx';
import { inWords } from './words.ts';

/** Makes a version of the draft: what changed, a note for those who come after, and where it goes live. */
export function PublishDialog({ flow }: { flow: string }) {
  const isOpen = useView(({ dialog }) => dialog === 'publish');
  return (
    <Modal
      opened={isOpen}
      onClose={() => showDialog(null)}
      title="Publish"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isOpen && <Publish flow={flow} />}
    </Modal>
  );
}

function Publish({ flow }: { flow: string }) {
  const problems = useDocument((state) => state.problems);
  const waiting = useDocument(({ pending }) => pending.length);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return <Blocked errors={errors} />;
  if (waiting > 0) {
    return <Text fz="sm">Saving {waiting === 1 ? 'a last change' : `${waiting} last changes`}; a moment.</Text>;
  }
  return <Form flow={flow} warnings={problems} />;
}

function Blocked({ errors }: { errors: readonly Problem[] }) {
  return (
    <Stack gap="sm">
      <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />}>
        {errors.length === 1
          ? 'One problem keeps this flow from running. Mend it first.'
          : `${errors.length} problems keep this flow from running. Go to each and mend it.`}
      </Alert>
      <ProblemList problems={errors} onGo={() => showDialog(null)} />
    </Stack>
  );
}

function Form({ flow, warnings }: { flow: string; warnings: readonly Problem[] }) {
  const [note, setNote] = useState('');
  const [goesLive, setGoesLive] = useState(true);
  const [where, setWhere] = useState<string | null>(null);
  const client = useQueryClient();
  const mayDeploy = useQuery(meQuery).data?.permissions.includes('release.make') ?? false;
  const environments = (useQuery(environmentsQuery).data?.environments ?? []).filter((one) => !one.protected);
  const versions = useQuery(versionsQuery(flow)).data?.versions;
  const newest = versions?.[0];
  const before = useQuery({ ...versionQuery(flow, newest?.version ?? 0), enabled: newest !== undefined }).data
    ?.document;
  const environment = where ?? environments[0]?.name ?? null;
  const changes = before === undefined ? null : diff(before, openDocument());
  const publishing = useMutation({
    mutationFn: async () => {
      const { revision } = documentStore.getState();
      const json = { revision, note: note.trim() };
      const made = await ask(api.flows[':flow'].versions.$post({ param: { flow }, json }));
      if (made.version === null) throw new Refused(made.problems as Problem[]);
      if (goesLive && mayDeploy && environment !== null) {
        await ask(api.flows[':flow'].live.$put({ param: { flow }, json: { environment, version: made.version } }));
      }
      return made.version;
    },
    onSuccess: async (version) => {
      showDialog(null);
      await client.invalidateQueries({ queryKey: ['flows'] });
      const title = environments.find(({ name }) => name === environment)?.title;
      tell(`Version ${version} is published${goesLive && mayDeploy && title ? ` and live in ${title}` : ''}.`, 'green');
    },
  });
  const refused = publishing.error instanceof Refused ? publishing.error.problems : null;
  if (refused !== null) return <Blocked errors={refused.filter(({ severity }) => severity === 'error')} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        publishing.mutate();
      }}
    >
      <Stack gap="md">
        <Text fz="sm">
          {newest === undefined
            ? 'This will be version 1.'
            : `This will be version ${newest.version + 1}. ${changes === null ? '' : isUnchanged(changes) ? 'Nothing has changed since the last one.' : inWords(changes)}`}
        </Text>
        <Textarea
          data-autofocus
          label="What is new, and why"
          description="Read by whoever compares versions or rolls one back."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {warnings.length > 0 && (
          <Text fz="sm" c="dimmed">
            {warnings.length === 1 ? 'One warning does' : `${warnings.length} warnings do`} not keep it from running.
          </Text>
        )}
        {mayDeploy && environments.length > 0 && (
          <Group gap="sm" align="center">
            <Checkbox
              label="Make it live at once in"
              checked={goesLive}
              onChange={(event) => setGoesLive(event.currentTarget.checked)}
            />
            <Select
              size="xs"
              w={170}
              aria-label="Environment to make it live in"
              allowDeselect={false}
              disabled={!goesLive}
              data={environments.map(({ name, title }) => ({ value: name, label: title }))}
              value={environment}
              onChange={setWhere}
            />
          </Group>
        )}
        <HouseRules flow={flow} environment={goesLive && mayDeploy ? environment : null} />
        {publishing.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {publishing.error.message}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => showDialog(null)}>
            Cancel
          </Button>
          <Button type="submit" loading={publishing.isPending}>
            Publish
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The server found problems that were not known here. */
class Refused extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super('Problems keep this flow from running.');
    this.problems = problems;
  }
}
