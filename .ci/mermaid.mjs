// Reads diagrams with the parser of Mermaid and says which of them it refuses:
//
//   node .ci/mermaid.mjs FILE…
//
// It looks for the packages mermaid and jsdom from the current folder.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(join(process.cwd(), 'x.js'))
const { JSDOM } = require('jsdom')
globalThis.window = new JSDOM('<body></body>').window
globalThis.document = window.document
const { default: mermaid } = await import(pathToFileURL(join(process.cwd(), 'node_modules/mermaid/dist/mermaid.core.mjs')))

let refused = 0
for (const file of process.argv.slice(2)) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(file, 'utf8'))
    console.log(`${file}: ${diagramType}`)
  } catch (fault) {
    refused++
    console.log(`${file}: refused: ${fault.message}`)
  }
}
process.exit(refused ? 1 : 0)
