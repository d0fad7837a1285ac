import { TagsInput, Text } from '@mantine/core';

/** Addresses that may come. */
export function RangesField({ ranges, onChange }: { ranges: readonly string[]; onChange: (ranges: string[]) => void }) {
  return (
    <>
      <TagsInput
        label="Addresses"
        description="Single ones or ranges, IPv4 and IPv6: 10.20.0.0/16, 2001:db8::/32. Press Enter after each."
        placeholder={ranges.length === 0 ? 'Every address' : ''}
        value={[...ranges]}
        onChange={onChange}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        clearable
        clearButtonProps={{ 'aria-label': 'Take all away' }}
      />
      <Text fz="xs" c="dimmed" mt={6}>
        Behind a load balancer, name it under Proxies first: else every request comes from its address.
      </Text>
    </>
  );
}
