/**
 * The script-tag build: one classic script that makes the global `heddle`. A worker runs the same text and
 * becomes a session or a thread instead.
 */
import './worker.ts';

export * from './index.ts';
