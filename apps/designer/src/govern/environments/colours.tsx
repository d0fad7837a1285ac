import { ColorSwatch, Group, Input, Tooltip, UnstyledButton, useMantineTheme } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';

export const colours = [
  ...(['gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue'] as const),
  ...(['cyan', 'teal', 'green', 'lime', 'yellow', 'orange'] as const),
];

export type Colour = (typeof colours)[number];

/** The colour one knows the environment by: in the bar, in the switch, in lists. */
export function Colours({
  value,
  onChange,
  disabled = false,
}: {
  value: string;
  onChange: (colour: Colour) => void;
  disabled?: boolean;
}) {
  const { colors } = useMantineTheme();
  return (
    <Input.Wrapper label="Colour" description="Nobody should mistake production for anything else.">
      <Group gap={8} mt={6} role="radiogroup" aria-label="Colour">
        {colours.map((colour) => (
          <Tooltip key={colour} label={colour} withinPortal={false}>
            <UnstyledButton
              role="radio"
              aria-checked={value === colour}
              aria-label={colour}
              disabled={disabled}
              onClick={() => onChange(colour)}
            >
              <ColorSwatch color={colors[colour][9]} size={26} style={{ border: '1px solid var(--line)' }}>
                {value === colour && <IconCheck size={15} color="white" aria-hidden />}
              </ColorSwatch>
            </UnstyledButton>
          </Tooltip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
