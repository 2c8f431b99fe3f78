export type { Model, Outlet } from './model.ts';
export { type Endpoint, join, split } from './wires.ts';
export {
  type Acks,
  type Batch,
  type CellPatches,
  type Columns,
  LINK_VERSION,
  type ModelId,
  type ModelRef,
  type Patch,
  type Root,
  type Upstream,
  type Values,
} from './protocol.ts';
export { Receiver } from './receiver.ts';
export { Sender, type SenderOwner } from './sender.ts';
export type { Intake, Views } from './views.ts';
