/**
 * Archives as others write them: by Python's `zipfile` and `tarfile`, and Info-ZIP. Each is gzipped, since tar files are mostly zeros,
 * and base64, so that browser tests have them too.
 */
export const archives = {
  zip:
    'H4sIAAAAAAACAwvwZmYRYYAARQZkwATEKfoBKPJtywTMWIEsEGYHyyfqlVSUZKTm5OTDVHKAVSo6PajiB7JeMDMw8IJVFpcm6SdlpoPUa5/38QzVkFd16wxM' +
    'shBmgOrkgNjRLHanhxHIAmFusM70osN78kD6KgK8GZlEmHG7FwYaQJrBrkdVj+5+hHoFhG8QmrB7BaHJC91jcK04/ILQ2oLqswBvVjaQBAsQ3gTS64CYkyFR' +
    'ITk/Nzc1rwQA/vgZs6YBAAA=',
  zip64local:
    'H4sIAAAAAAACAwvwZmbRZWBg4ABiRYa2ZQJm/6GAlUGEIVGvpKKEkUGAgZUBAtih9GmPsydPsjMEeDMy6TKj6gcpYYViGGhgBJFg0wK8WdlAHEYgNAbSdmAF' +
    'AK4YsViHAAAA',
  zipEvil:
    'H4sIAAAAAAACAwvwZmYRYQCBHdGlsdvf32lmBLJBmA2I87P1SipKDANQFPHuuyoFU8QNxHp6+qllmTkglUYB3oxMIsy4DYSBBpAA1Hh0PejmI/SootoW4M0K' +
    'NpMJCHOBtD9YGQBhuJEC0gAAAA==',
  zipLzma:
    'H4sIAAAAAAACAwvwZmaxZ2Bi4GPYEV0a27ZMwEyCgYGBFYoT9UoqSjhZWBliGRgaGBhMJD3f9WUo/v//f+cDBoYAb0Yme2bcmmGggZEBZlSANysbiMMIhMZA' +
    '2hqsAADeB6TThAAAAA==',
  zipDamaged:
    'H4sIAAAAAAACAwvwZmYRYWBg4GDYEV0aq+j0oIofyHvBzMDACqQT9UoqSrTP+3iGXpdXdesMTLIQZgjwZmQSYcatBwYaGBlgJgR4s7KBOIxAaAykjcAKAFAm' + 'VdN7AAAA',
  tarPax:
    'H4sIAAAAAAACA+3WTQqDMBAF4Kx7ipzAmB/rqtBll71CJKJS0WKVerjuerHGLgoNiqtIq+8Do4ig+JjJGEa8C629Uu+z5Z5HrmNuH6eRDtq+9fxx3a3VjX0l' +
    '2SbD/P/k+fyj0fwXyWTj+edpWdYEtipght26hCVF5q0PzNQ/jyOn//NQCYn6X8K9MCnFggXLqpfp+a8sqsuPzf982BQIFZj/F9j/A3Y86/6UapM2/vIfyf2T' +
    'uVSxm78QnNAe+793QnJ61W1+sI2grjL3+O+bWfN8VEMP2WHQn+7/3tOY7//8u/6lkDLE/L+EHiUAAAAAAAAAAACwWi/eTcwRACgAAA==',
  tarGnu:
    'H4sIAAAAAAACA+3XSwqDMBAG4BwlJzCJMWbbA3gJJZJKg4IP6uHc9WKVLgoVxW4SWv0/cCKuJONMRsOId3yWJslrnS3XlXsteEKoyqN+7D2/3ND1eUspOSnD' +
    '/G/yfv7Vav55iA04ef6vpXMNgbOKmGHdULCist76wE79C60W/V9wmUrUfwj3ypQUAQHh0GF7/nNVffu5+V8rTWiM+T/A+R+xS9bUNvP3GWzk/Z1zKdPV/Gc4' +
    '/wP8/7k5+cvrvx/a9jHVAVoH8v/dw/3+Lz7rX8ax5pj/QxhRAgAAAAAAAAAAAIf1BJAUOTQAKAAA',
  tarUstar:
    'H4sIAAAAAAACA+3W7QqCMBiG4R2KR+CcujweZWLSUPCDPPxWv0oMf9Sk9L7AdyKCuofN10jhXeSc0vQxOvNx4TxT7vZA5+EwDZ5fbuyHvHOPFMdkpP9JXs9f' +
    'L+a/SSYHz/9cWtsKHFUojezHQhZ15W0fWFn/KtOz/V9FaZyw/rdwrU0ZUCiUXZf3/Z+tm8uP9f/q/lMQQUz/751tm2p+yA8vVt1YNk/RreevXvPXcaLVn///' +
    'jfQwtd///IkWGAAAAAAAAACA3bkBhC+65gAoAAA=',
  tarEvil:
    'H4sIAAAAAAACA+3NMQqDQBQE0H8UT7AqLHoeC4uAla7i8d2kCukjhLzXzDDNpNTOx2NJ5SzxLV015PzK6jOr/q0/93HIYzRd3GDfyrTWy/hPfQAAAAAAAAAA' +
    'APCLLt7R2ykAKAAA',
  zipEncrypted:
    'H4sIAAAAAAACAwvwZmbhYuBkYGDYEV0a27ZMwEwQyGYFYnYGGYYU/US9koqS0BBOBuY1DYzZIFxawc3AyAJUwAAmKg/HmJb4Z6dfOLiq48zPxPTGAG92DmRz' +
    'ArwZmeSYcdkhATKDgRGIlzSCWHAbWSE2otkW4M3KBtHAyOALpJPA2gHKEsDkxQAAAA==',
} as const;

/** The bytes of an archive. */
export async function archive(name: keyof typeof archives): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(packed(name).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

/** The same gzipped: a `gztar` of a tar. */
export function packed(name: keyof typeof archives): Blob {
  return new Blob([Uint8Array.from(atob(archives[name]), (char) => char.charCodeAt(0))]);
}
