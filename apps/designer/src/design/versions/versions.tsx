import { Button, Group, Select, Switch, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconChevronLeft, IconHistory } from '@tabler/icons-react';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FlowDocument, isUnchanged } from '@throughline/flow';
import { useMemo, useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { Stage } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { tell } from '../actions/tell.ts';
import { Drawing } from '../canvas/picture.tsx';
import { draftQuery, flowsQuery, versionQuery, versionsQuery } from '../flow/queries.ts';
import { ChangeList } from './change-list.tsx';
import { compare, marksFor } from './changes.ts';
import { Fields } from './fields.tsx';
import { History } from './history.tsx';
import { NothingPublished } from './nothing-published.tsx';
import { nameOfSide, type Side, sideOf } from './side.ts';
import classes from './versions.module.css';
import { inWords } from './words.ts';

/** `/flows/$flow/versions`: what was published, and how any two of them differ. */
export function Versions() {
  const { flow } = useParams({ strict: false });
  return flow === undefined ? null : <FlowVersions key={flow} flow={flow} />;
}

function FlowVersions({ flow }: { flow: string }) {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const versions = useQuery(versionsQuery(flow));
  const draft = useQuery(draftQuery(flow));
  const known = versions.data?.versions;
  const newest = known?.[0]?.version;
  const right: Side = search.to === undefined ? 'draft' : sideOf(search.to);
  const left: Side = search.from === undefined ? (newest ?? 'draft') : sideOf(search.from);
  const older = useSide(flow, left, draft.data?.document);
  const newer = useSide(flow, right, draft.data?.document);
  const choose = (from: Side, to: Side) =>
    void navigate({ to: '/flows/$flow/versions', params: { flow }, search: { from: String(from), to: String(to) } });
  const name = draft.data?.document.name ?? flow;
  const numbers = known?.map(({ version }) => version) ?? [];
  const sides = <Sides flow={flow} versions={numbers} left={left} right={right} onChoose={choose} />;
  return (
    <Stage title={`Versions, ${name}`}>
      <div className={classes.screen}>
        <header className={classes.top}>
          <Link to="/flows/$flow" params={{ flow }} className={classes.back}>
            <IconChevronLeft size={16} aria-hidden /> {name}
          </Link>
          <h1 className={classes.title}>Versions</h1>
        </header>
        {known === undefined ? (
          <Pending error={versions.error} again={versions.refetch} waitsFor="the versions" height={300} />
        ) : (
          <div className={classes.body}>
            <History flow={flow} versions={known} left={left} right={right} onChoose={choose} draft={draft.data} />
            <section className={classes.compare} aria-label="Comparison">
              {known.length === 0 ? (
                <NothingPublished flow={flow} />
              ) : older === null || newer === null ? (
                <>
                  <div className={classes.bar}>{sides}</div>
                  <Pending error={draft.error} again={draft.refetch} waitsFor="both versions" height={300} />
                </>
              ) : (
                <Compared
                  key={`${left} ${right}`}
                  flow={flow}
                  revision={draft.data?.revision ?? null}
                  older={older}
                  newer={newer}
                  left={left}
                  right={right}
                  sides={sides}
                />
              )}
            </section>
          </div>
        )}
      </div>
    </Stage>
  );
}

function useSide(flow: string, side: Side, draft: FlowDocument | undefined): FlowDocument | null {
  const version = useQuery({ ...versionQuery(flow, side === 'draft' ? 0 : side), enabled: side !== 'draft' });
  return (side === 'draft' ? draft : version.data?.document) ?? null;
}

interface SidesProps {
  flow: string;
  versions: readonly number[];
  left: Side;
  right: Side;
  onChoose: (left: Side, right: Side) => void;
}

/** Which two are compared, out of the draft, the versions and what is live somewhere. */
function Sides({ flow, versions, left, right, onChoose }: SidesProps) {
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const lists = useQueries({ queries: environments.map(({ name }) => flowsQuery(name)) });
  const live = environments.flatMap(({ title }, i) => {
    const version = lists[i]?.data?.flows.find(({ id }) => id === flow)?.live?.version;
    return version === undefined ? [] : [{ version, title }];
  });
  const data = [
    { value: 'draft', label: 'Draft' },
    ...versions.map((version) => {
      const where = live.filter((one) => one.version === version).map(({ title }) => title);
      return {
        value: String(version),
        label: `Version ${version}${where.length > 0 ? `, live in ${where.join(', ')}` : ''}`,
      };
    }),
  ];
  return (
    <Group gap="xs" wrap="nowrap" className={classes.sides}>
      <Select
        size="xs"
        className={classes.side}
        aria-label="Older side"
        allowDeselect={false}
        data={data}
        value={String(left)}
        onChange={(value) => value !== null && onChoose(sideOf(value), right)}
      />
      <IconArrowRight size={16} aria-label="compared with" className={classes.quiet} />
      <Select
        size="xs"
        className={classes.side}
        aria-label="Newer side"
        allowDeselect={false}
        data={data}
        value={String(right)}
        onChange={(value) => value !== null && onChoose(left, sideOf(value))}
      />
    </Group>
  );
}

interface ComparedProps {
  flow: string;
  /** Of the draft that is looked at. */
  revision: number | null;
  older: FlowDocument;
  newer: FlowDocument;
  left: Side;
  right: Side;
  /** Where one chooses both. */
  sides: React.ReactNode;
}

function Compared({ flow, revision, older, newer, left, right, sides }: ComparedProps) {
  const comparison = useMemo(() => compare(older, newer), [older, newer]);
  const [showsDrawing, setShowsDrawing] = useState(true);
  const [at, setAt] = useState(-1);
  const [viewport, setViewport] = useState<{ x: number; y: number; zoom: number }>();
  const changes = useMemo(
    () => (showsDrawing ? comparison.changes : comparison.changes.filter(({ isBehaviour }) => isBehaviour)),
    [comparison, showsDrawing],
  );
  const before = useMemo(() => marksFor(changes, comparison.before), [changes, comparison]);
  const after = useMemo(() => marksFor(changes, comparison.after), [changes, comparison]);
  const current = changes[at];
  const selected = useMemo(() => current?.ids ?? [], [current]);
  const go = (step: number) => setAt(changes.length === 0 ? -1 : (at + step + changes.length) % changes.length);
  const selectNode = (node: string | null) =>
    setAt(node === null ? -1 : changes.findIndex(({ ids }) => ids.includes(node)));
  return (
    <>
      <div className={classes.bar}>
        {sides}
        <Group gap="xs" wrap="nowrap">
          <Button.Group>
            <Button
              size="xs"
              variant="default"
              aria-label="Previous difference"
              disabled={changes.length === 0}
              onClick={() => go(-1)}
            >
              <IconArrowLeft size={15} aria-hidden />
            </Button>
            <Button.GroupSection size="xs" variant="default" className="numeric">
              {at === -1 ? '–' : at + 1} of {changes.length}
            </Button.GroupSection>
            <Button
              size="xs"
              variant="default"
              aria-label="Next difference"
              disabled={changes.length === 0}
              onClick={() => go(1)}
            >
              <IconArrowRight size={15} aria-hidden />
            </Button>
          </Button.Group>
          {left !== 'draft' && right === 'draft' && revision !== null && (
            <Restore flow={flow} version={left} revision={revision} />
          )}
        </Group>
        <Text fz="sm" role="status" className={classes.words}>
          {isUnchanged(comparison.difference) ? 'These two are the same.' : inWords(comparison.difference)}
        </Text>
      </div>
      <div className={classes.pictures}>
        <figure className={classes.picture}>
          <figcaption>{nameOfSide(left)}</figcaption>
          <Drawing
            document={older}
            label={`Drawing of ${nameOfSide(left)}`}
            marks={before}
            selected={selected}
            onSelect={selectNode}
            viewport={viewport}
            onViewport={setViewport}
          />
        </figure>
        <figure className={classes.picture}>
          <figcaption>{nameOfSide(right)}</figcaption>
          <Drawing
            document={newer}
            label={`Drawing of ${nameOfSide(right)}`}
            marks={after}
            selected={selected}
            onSelect={selectNode}
            viewport={viewport}
            onViewport={setViewport}
          />
        </figure>
      </div>
      {comparison.changes.length > 0 && (
        <div className={classes.details}>
          <div className={classes.list}>
            <Switch
              size="xs"
              className={classes.silent}
              label="Words, samples and drawing too"
              checked={showsDrawing}
              onChange={(event) => {
                setShowsDrawing(event.currentTarget.checked);
                setAt(-1);
              }}
            />
            <ChangeList changes={changes} at={at} onGo={setAt} />
          </div>
          <Fields change={current} sides={{ before: nameOfSide(left), after: nameOfSide(right) }} />
        </div>
      )}
    </>
  );
}

function Restore({ flow, version, revision }: { flow: string; version: number; revision: number }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const may = useQuery(meQuery).data?.permissions.includes('flow.edit') ?? false;
  const restoring = useMutation({
    mutationFn: () => {
      const param = { flow, version: String(version) };
      return ask(api.flows[':flow'].versions[':version'].restore.$post({ param, json: { revision } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['flows'] });
      tell(`The draft is as version ${version} was. Nothing is live yet: publish it to make it so.`, 'green');
      await navigate({ to: '/flows/$flow', params: { flow } });
    },
    onError: (error) => tell(error.message, 'red'),
  });
  if (!may) return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconHistory size={15} aria-hidden />}
      loading={restoring.isPending}
      onClick={() => restoring.mutate()}
    >
      Restore version {version}
    </Button>
  );
}
