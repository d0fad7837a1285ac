import { IconAlertCircle, IconAlertTriangle, IconNote, IconPin, IconPlus } from '@tabler/icons-react';
import type { FlowNode } from '@throughline/flow';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { rename } from '../actions/nodes.ts';
import { iconOf } from '../palette/icons.ts';
import { kindColour } from '../palette/kind-colour.ts';
import { showChooser, useView } from '../store/view.ts';
import type { StepData, StepNode } from './derive.ts';
import { INPUT_Y, portY } from './geometry.ts';
import { InlineName } from './inline-name.tsx';
import { markWords } from './marks.ts';
import classes from './node.module.css';
import { VisitBadge } from './visit.tsx';

/** One node of the flow: its kind by colour and shape, its name, what its settings come to, its ports, and how it stands. */
export const StepNodeView = memo(function StepNodeView({ id, data, selected }: NodeProps<StepNode>) {
  const { node, definition, ports, brief, visit, mark } = data;
  const Icon = iconOf(definition?.icon);
  return (
    <div
      className={classes.node}
      style={{ '--kind': kindColour(definition?.kind) } as React.CSSProperties}
      data-kind={definition?.kind ?? 'unknown'}
      data-selected={selected || undefined}
      data-disabled={node.disabled || undefined}
      data-visit={visit?.state}
      data-mark={mark}
      data-problem={data.problems === undefined ? undefined : data.problems.isError ? 'error' : 'warning'}
    >
      {definition?.inputs !== 0 && (
        <Handle type="target" id="in" position={Position.Left} className={classes.port} style={{ top: INPUT_Y }} />
      )}
      <div className={classes.head}>
        <span className={classes.tile}>
          <Icon size={19} stroke={1.6} aria-hidden />
        </span>
        <span className={classes.words}>
          <Name node={node} />
          <span className={classes.brief} title={brief}>
            {node.disabled ? (definition?.inputs === 0 ? 'Disabled' : 'Disabled · passes by') : brief}
          </span>
        </span>
      </div>
      {ports.length > 1 && (
        <div className={classes.ports}>
          {ports.map((port) => (
            <span key={port.name} className={classes.label} title={port.label}>
              {port.label}
            </span>
          ))}
        </div>
      )}
      {ports.map((port, i) => (
        <PortHandle
          key={port.name}
          id={id}
          name={port.name}
          label={port.label}
          y={portY(i, ports.length)}
          data={data}
          i={i}
        />
      ))}
      <Badges data={data} />
      {visit !== undefined && <VisitBadge visit={visit} />}
      {mark !== undefined && <span className={classes.mark}>{markWords[mark]}</span>}
    </div>
  );
});

/** Its name; on the canvas it can be written in place. */
function Name({ node }: { node: FlowNode }) {
  const isWriting = useView(({ writing }) => writing === node.id);
  if (isWriting) {
    return (
      <InlineName
        label="Name of the node"
        value={node.name}
        maxLength={120}
        className={classes.rename}
        onDone={(name) => rename(node, name)}
      />
    );
  }
  return (
    <span className={classes.name} title={node.name}>
      {node.name}
    </span>
  );
}

function PortHandle({
  id,
  name,
  label,
  y,
  data,
  i,
}: {
  id: string;
  name: string;
  label: string;
  y: number;
  data: StepData;
  i: number;
}) {
  const isOpen = data.open[i] && data.isEditable;
  return (
    <>
      <Handle type="source" id={name} position={Position.Right} className={classes.port} style={{ top: y }} />
      {isOpen && (
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.more} nodrag nopan`}
          style={{ top: y }}
          aria-label={`Add a node behind ${data.node.name}${data.ports.length > 1 ? `, ${label}` : ''}`}
          onClick={(event) => {
            event.stopPropagation();
            showChooser({ kind: 'behind', from: id, port: name });
          }}
        >
          <IconPlus size={13} stroke={2.2} aria-hidden />
        </button>
      )}
    </>
  );
}

/** How the node stands, by icon and words; what a person can act on first. */
function Badges({ data: { problems, node, samples, people } }: { data: StepData }) {
  const first = people?.[0];
  return (
    <>
      <span className={classes.badges}>
        {node.note !== undefined && (
          <span className={classes.badge} title={node.note}>
            <IconNote size={14} stroke={1.8} aria-hidden />
          </span>
        )}
        {samples > 0 && (
          <span className={classes.badge} title={`${samples} pinned ${samples === 1 ? 'sample' : 'samples'}`}>
            <IconPin size={14} stroke={1.8} aria-hidden />
          </span>
        )}
        {problems !== undefined && (
          <span
            className={classes.problem}
            data-error={problems.isError || undefined}
            title={problems.sentences.join('\n')}
          >
            {problems.isError ? (
              <IconAlertCircle size={15} stroke={2.2} aria-hidden />
            ) : (
              <IconAlertTriangle size={15} stroke={2.2} aria-hidden />
            )}
          </span>
        )}
      </span>
      {first !== undefined && (
        <span
          className={classes.person}
          style={{ '--person': `var(--mantine-color-${first.colour}-8)` } as React.CSSProperties}
        >
          {people?.map(({ name }) => name).join(', ')}
        </span>
      )}
    </>
  );
}
