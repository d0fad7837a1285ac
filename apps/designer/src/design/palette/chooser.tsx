import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { nodeOf } from '@throughline/flow';
import { useEffect, useId, useRef, useState } from 'react';
import { theCamera } from '../canvas/camera.ts';
import { openDocument } from '../store/document.ts';
import { type Chooser, showChooser, useView } from '../store/view.ts';
import { type Choice, choicesOf } from './choices.ts';
import { kindColour } from './kind-colour.ts';
import classes from './palette.module.css';
import { TypeTile } from './palette.tsx';

/** Asks for a node: a new one to put here, or one that is there already to lead a wire to. */
export function NodeChooser() {
  const chooser = useView((state) => state.chooser);
  const close = () => {
    showChooser(null);
    theCamera()?.focus();
  };
  return (
    <Modal
      opened={chooser !== null}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={420}
      yOffset="14vh"
      returnFocus={false}
      transitionProps={{ duration: 80 }}
      overlayProps={{ backgroundOpacity: 0.12 }}
      aria-label={chooser === null ? undefined : titleOf(chooser)}
    >
      {chooser !== null && <Choices chooser={chooser} onDone={close} />}
    </Modal>
  );
}

function Choices({ chooser, onDone }: { chooser: Chooser; onDone: () => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const choices = choicesOf(chooser, query);
  const current = Math.min(at, choices.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const pick = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onDone();
    choice.pick();
  };
  return (
    <div className={classes.chooser}>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        placeholder={titleOf(chooser)}
        aria-label={titleOf(chooser)}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(current + 1, choices.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0));
          else if (event.key === 'Enter') pick(choices[current]);
          else return;
          event.preventDefault();
        }}
      />
      <div className={classes.options} role="listbox" id={id} ref={list} aria-label="Choices">
        {choices.length === 0 && <p className={classes.none}>Nothing is called that.</p>}
        {choices.map((choice, i) => (
          <div key={choice.key}>
            {choice.group !== choices[i - 1]?.group && (
              <div className={classes.group} role="presentation">
                {choice.group}
              </div>
            )}
            {/* The keyboard works in the field above; the pointer works here. */}
            <div
              role="option"
              tabIndex={-1}
              id={`${id}-${i}`}
              data-at={i}
              aria-selected={i === current}
              className={classes.option}
              style={{ '--kind': kindColour(choice.kind) } as React.CSSProperties}
              onPointerMove={() => setAt(i)}
              onClick={() => pick(choice)}
              onKeyDown={() => {}}
            >
              <TypeTile icon={choice.icon} />
              <span className={classes.what}>
                <span className={classes.name}>{choice.name}</span>
                <span className={classes.about}>{choice.about}</span>
              </span>
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

function titleOf(chooser: Chooser): string {
  const document = openDocument();
  const name = (id: string) => nodeOf(document, id)?.name ?? id;
  switch (chooser.kind) {
    case 'free':
      return 'Add a node';
    case 'behind':
      return `Add a node behind ${name(chooser.from)}`;
    case 'on-wire':
      return `Put a node between ${name(chooser.wire.from)} and ${name(chooser.wire.to)}`;
    case 'connect':
      return `Lead a wire from ${name(chooser.from)} to…`;
    case 'replace':
      return `Change the type of ${name(chooser.node)}`;
  }
}
