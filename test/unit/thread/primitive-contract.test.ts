import { describe, it } from 'vitest';
import { primitiveSuite } from '../../contract/primitive/suite.ts';
import { threadForms } from '../../contract/primitive/threads.ts';
import { createRig } from './rig.ts';

primitiveSuite(
  threadForms(() => createRig(), false),
  { describe, it },
);
