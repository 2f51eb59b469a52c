#!/usr/bin/env bash
# safetensors 0.0.1 (npm): a file with metadata is refused, though the format has a place for them and PyTorch's writers use it.
#
# The reader takes every key of the header for a tensor, also __metadata__, whose value is a table of texts without offsets.
#
# Seen: the same tensor with and without "__metadata__": {"format": "pt"}: read without, and with it
# "TypeError: Cannot read properties of undefined (reading 'map')".
# Exits 0 while that is so, 1 when it has changed, 2 where npm does not install it. Needs Node.js and npm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund safetensors@0.0.1 || exit 2
cat > read.cjs <<'END'
const { SafeTensor } = require("safetensors");

const read = (metadata) => {
  const header = Buffer.from(JSON.stringify({ ...metadata, w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }));
  const file = Buffer.alloc(8 + header.length + 8);
  file.writeBigUInt64LE(BigInt(header.length), 0);
  header.copy(file, 8);
  try {
    return `${new SafeTensor(new Uint8Array(file)).getTensor("w").length} bytes`;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

const [without, having] = [read({}), read({ __metadata__: { format: "pt" } })];
console.log(`without metadata: ${without}\nwith metadata: ${having}`);
process.exit(without === "8 bytes" && having === "TypeError: Cannot read properties of undefined (reading 'map')" ? 0 : 1);
END
node read.cjs
