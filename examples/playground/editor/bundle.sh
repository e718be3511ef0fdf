#!/usr/bin/env bash
# Bundles the editor anew into ../site/editor.js. It needs Node and npm; the page
# itself does not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --no-audit --no-fund
npx esbuild editor.mjs --bundle --minify --format=esm --target=es2022 --legal-comments=none \
	--banner:js='// CodeMirror 6 and Lezer, MIT, by Marijn Haverbeke and others. Made by editor/bundle.sh of editor/editor.mjs.' \
	--outfile=../site/editor.js
