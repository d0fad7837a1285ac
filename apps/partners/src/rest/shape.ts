import { z } from 'zod';

export const name = z.string().min(1).max(64);
export const day = z.iso.date();
export const instant = z.iso.datetime({ offset: true });
export const currency = z.literal('USD', 'only USD is kept here');
export const lineNumber = z.int().min(1);
export const quantity = z.number().positive().max(1_000_000);
export const amount = z.number().min(0).max(9_999_999_999_999.99);
