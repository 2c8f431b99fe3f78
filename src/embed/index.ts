export { showDefault } from './default.ts';
export { HeddleApp } from './element.ts';
export { HeddleMonitor, listenForMonitor } from './monitor.ts';
export { mount, type Mount, type MountOptions } from './mount.ts';
