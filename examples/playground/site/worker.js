// The library, away from the page: a document that takes long does not stop the page.

importScripts("wasm_exec.js", "zones.js");

const go = new Go();
const queue = [];
let ready = false;

self.alianzaReady = () => {
  ready = true;
  queue.splice(0).forEach(answer);
  setTimeout(() => postMessage({ types: JSON.parse(self.alianzaTypes()) })); // what is on the page comes first
};

function answer({ id, request }) {
  postMessage({ id, answer: JSON.parse(self.alianza(JSON.stringify(request))) });
}

onmessage = ({ data }) => (ready ? answer(data) : queue.push(data));

// A host that serves another type than application/wasm gets the slower way.
async function load() {
  const file = fetch("alianza.wasm");
  const response = await file;
  if (!response.ok) throw new Error(`alianza.wasm: ${response.status}`);
  const type = response.headers.get("Content-Type") || "";
  const made = type.startsWith("application/wasm")
    ? await WebAssembly.instantiateStreaming(response, go.importObject)
    : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  await go.run(made.instance);
  throw new Error("the library has ended");
}

load().catch((err) => postMessage({ broken: String(err.message || err) }));
