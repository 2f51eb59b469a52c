// Whether two safetensors files hold the same numbers, as a reader of others sees them: node compare.mjs A B
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { safetensors } from "@jax-js/loaders";

const [a, b] = argv.slice(2).map((path) => safetensors.parse(new Uint8Array(readFileSync(path))).tensors);
const bits = ({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
const different = names.filter(
  (name) => !a[name] || !b[name] || a[name].dtype !== b[name].dtype || `${a[name].shape}` !== `${b[name].shape}`
    || !bits(a[name]).equals(bits(b[name])),
);
for (const name of different) console.log(`${name} differs`);
console.log(`${names.length - different.length} of ${names.length} tensors are equal bit for bit`);
exit(different.length > 0 ? 1 : 0);
