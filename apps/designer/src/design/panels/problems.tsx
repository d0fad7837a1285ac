import { Text, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Problem } from '@throughline/flow';
import { goTo } from '../actions/open.ts';
import { useDocument } from '../store/document.ts';
import { openNode } from '../store/view.ts';
import classes from './panels.module.css';

/** What compile says about the flow, errors first; each leads to its node, and on to the setting. */
export function Problems() {
  const problems = useDocument((state) => state.problems);
  if (problems.length === 0) {
    return (
      <div className={classes.none}>
        <IconCircleCheck size={22} stroke={1.6} color="var(--state-delivered)" aria-hidden />
        <Text fz="sm">Nothing is wrong. This flow can be published.</Text>
      </div>
    );
  }
  return <ProblemList problems={problems} />;
}

/** Problems as rows that lead to where they are; `onGo` is told before. */
export function ProblemList({ problems, onGo }: { problems: readonly Problem[]; onGo?: () => void }) {
  const nodes = useDocument(({ document }) => document?.nodes);
  const nameOf = (id: string | undefined) => nodes?.find((node) => node.id === id)?.name;
  return (
    <ul className={classes.list}>
      {problems.map((problem) => {
        const { node, code, field, severity, sentence } = problem;
        const name = nameOf(node);
        return (
          <li
            key={`${code} ${node} ${field} ${sentence}`}
            className={classes.problem}
            data-error={severity === 'error' || undefined}
          >
            {severity === 'error' ? (
              <IconAlertCircle size={16} stroke={2} aria-label="Error" />
            ) : (
              <IconAlertTriangle size={16} stroke={2} aria-label="Warning" />
            )}
            <div className={classes.said}>
              <UnstyledButton
                className={classes.sentence}
                disabled={name === undefined}
                onClick={() => {
                  onGo?.();
                  if (node !== undefined) goTo(node);
                }}
              >
                {sentence}
              </UnstyledButton>
              <span className={classes.where}>
                <code>{code}</code>
                {name !== undefined && node !== undefined && (
                  <UnstyledButton
                    className={classes.open}
                    onClick={() => {
                      onGo?.();
                      openNode(node, field ?? null);
                    }}
                  >
                    Open {name}
                  </UnstyledButton>
                )}
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
