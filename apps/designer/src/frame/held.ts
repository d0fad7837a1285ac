import { useRef } from 'react';

/** The newest value, or the one that stood when `isHeld` began: nothing moves under a hand. */
export function useHeld<T>(value: T, isHeld: boolean): T {
  const held = useRef(value);
  if (!isHeld) held.current = value;
  return held.current;
}
