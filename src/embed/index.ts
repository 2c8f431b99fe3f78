export { showDefault } from './default.ts';
export { HeddleApp } from './element.ts';
export { mount, type Mount, type MountOptions } from './mount.ts';
