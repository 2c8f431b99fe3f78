/** Made by the build (scripts/worker-source.mjs). */
declare module 'heddle:worker-source' {
  /** One classic script: what threads and session workers run. */
  export function source(): string;
}
