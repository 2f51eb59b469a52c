#!/usr/bin/env bash
# @jax-js/loaders 0.1.1 (npm): safetensors.parse throws where the numbers do not happen to start at a multiple of their size.
#
# The format lets a header have any length, and Python's writer alone pads it to eight bytes. The reader makes typed arrays over the file's
# own buffer, which JavaScript allows at multiples of the element's size only.
#
# Seen: one F32 tensor of two numbers, with 0 to 3 spaces behind the header: three of four files end in
# "RangeError: start offset of Float32Array should be a multiple of 4", one is read.
# Exits 0 while that is so, 1 when it has changed, 2 where npm does not install it. Needs Node.js and npm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @jax-js/loaders@0.1.1 || exit 2
cat > read.mjs <<'END'
import { safetensors } from "@jax-js/loaders";

const read = (spaces) => {
  const header = Buffer.from('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}' + " ".repeat(spaces));
  const file = Buffer.alloc(8 + header.length + 8);
  file.writeBigUInt64LE(BigInt(header.length), 0);
  header.copy(file, 8);
  file.writeFloatLE(1, 8 + header.length);
  file.writeFloatLE(2, 12 + header.length);
  try {
    return `${[...safetensors.parse(new Uint8Array(file).buffer).tensors.w.data]}`;
  } catch (error) {
    return error.message;
  }
};

const seen = [0, 1, 2, 3].map(read);
console.log(seen.join("\n"));
const refused = seen.filter((line) => line === "start offset of Float32Array should be a multiple of 4").length;
process.exit(refused === 3 && seen.includes("1,2") ? 0 : 1);
END
node read.mjs
