import { crc32, inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { zip } from '../../../src/localhub/http/zip.ts';

/** Reads an archive by its directory at the end, as an unzip program does. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06'));
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let i = archive.readUInt16LE(end + 10); i > 0; i -= 1) {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
    const [packed, size, nameLength] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
    ];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(data, data + packed));
    expect(content.length).toBe(size);
    expect(crc32(content)).toBe(archive.readUInt32LE(at + 16));
    files.set(name, content);
    at += 46 + nameLength;
  }
  return files;
}

it('packs files that can be unpacked again', () => {
  const files = [
    { path: 'empty', content: Buffer.alloc(0) },
    { path: 'folder/naïve ☃.txt', content: Buffer.from('snow') },
    { path: 'zeros', content: Buffer.alloc(100_000) },
  ];
  const archive = zip(files);
  expect(archive.length).toBeLessThan(1000);
  expect(unzip(archive)).toEqual(new Map(files.map(({ path, content }) => [path, content])));
  expect(zip(files)).toEqual(archive);
});

it('packs nothing into a valid archive', () => {
  expect(unzip(zip([])).size).toBe(0);
});
